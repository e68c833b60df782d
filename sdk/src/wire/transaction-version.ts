/**
 * The newest version of transactions that this SDK reads; whoever fetches transactions names it. A node refuses newer ones to
 * a client that names less, and one such transaction would hide the history of every account that it names.
 */
export const MAX_TRANSACTION_VERSION = 1;
