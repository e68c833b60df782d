/** Whether a bot that is published offers what was planned. */
import { encodeTerms, type Terms } from "@profit-share/sdk";

/** Whichever version it calls it. */
export const offersSame = (offered: Terms, planned: Omit<Terms, "version">): boolean =>
  Buffer.from(encodeTerms(offered)).equals(encodeTerms({ ...planned, version: offered.version }));
