/** Without the chain's code, which the shell does not load. */

/** "PStJ…MYg6" */
export const shortAddress = (address: string): string => `${address.slice(0, 4)}…${address.slice(-4)}`;
