import type { Doing } from "./use-doing";

/** What came of what was done last. */
export const Said = ({ words, isFault }: Pick<Doing, "words" | "isFault">) => (
  <p role="status" className={`mt-4 break-words text-sm empty:hidden ${isFault ? "text-danger" : "text-muted"}`}>
    {words}
  </p>
);
