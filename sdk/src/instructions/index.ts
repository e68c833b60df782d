/** One builder for each instruction of the program, under the program's name. */
export * from "./claim";
export * from "./deposit";
export * from "./payout";
export * from "./publishBot";
export * from "./registerKeeper";
export * from "./settle";
export * from "./settleAttested";
export * from "./subscribe";
export * from "./sync";
export * from "./withdraw";
