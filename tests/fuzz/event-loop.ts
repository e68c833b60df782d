/** How many operations are done in one go. */
const STRIDE = 500;

/**
 * Lets the event loop turn now and then. Only there are the memory of the native results freed and signals heard: in one
 * long loop every transaction would keep tens of kilobytes.
 * @param done operations so far
 */
export async function turnEventLoop(done: number): Promise<void> {
  if (done % STRIDE === STRIDE - 1) await new Promise((resolve) => setImmediate(resolve));
}
