/** How a run ended, for scripts. The help of the command line explains them. */
export const EXIT = {
  done: 0,
  /** The chain refused, or does not prove what it should. */
  refused: 1,
  /** What was typed is wrong; nothing was sent. */
  badInput: 2,
  /** The node did not do its part; another one may. */
  nodeFailure: 3,
} as const;
