export * from "./avatar";
export * from "./profile";
export * from "./signature";
