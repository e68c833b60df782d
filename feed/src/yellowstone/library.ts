/**
 * Triton's client, loaded when it is needed: it brings 8 MB of native code, for x64 Linux and macOS only, which nobody needs
 * who has no Yellowstone server.
 */
export type Library = typeof import("@triton-one/yellowstone-grpc");
export type Stream = Awaited<ReturnType<InstanceType<Library["default"]>["subscribe"]>>;
export type Request = import("@triton-one/yellowstone-grpc").SubscribeRequest;
export type Update = import("@triton-one/yellowstone-grpc").SubscribeUpdate;

/** Not written where it is imported, so that a bundler leaves it alone. */
const PACKAGE = "@triton-one/yellowstone-grpc";

/** @throws Error that says what to install */
export async function loadYellowstone(): Promise<Library> {
  try {
    return await import(PACKAGE);
  } catch (error) {
    const text = `Yellowstone needs the package ${PACKAGE} 7 (npm install ${PACKAGE}), and x64 Linux or macOS`;
    throw new Error(text, { cause: error });
  }
}

/** Whether there will be a client when a feed is opened. @throws Error that says what to install */
export async function checkYellowstone(): Promise<void> {
  await loadYellowstone();
}
