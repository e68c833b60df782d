/** How many steps are made in one go. */
const STRIDE = 500;

/**
 * Lets the event loop turn now and then. Only there are the memory of the native results freed and signals heard: in one
 * long loop every transaction would keep tens of kilobytes.
 * @param step counted from 0
 */
export async function breathe(step: number): Promise<void> {
  if (step % STRIDE === STRIDE - 1) await new Promise((resolve) => setImmediate(resolve));
}
