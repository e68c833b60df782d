/** One thing at a time, and what came of it. */
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { faultOf } from "../../data/faults";

export interface Doing {
  isBusy: boolean;
  /** What came of the last one; null before. */
  words: string | null;
  isFault: boolean;
  /** Does it, unless something is under way; then everything is read again. */
  run: (work: () => Promise<string>) => Promise<void>;
}

export function useDoing(): Doing {
  const queries = useQueryClient();
  const [isBusy, setIsBusy] = useState(false);
  const [said, setSaid] = useState<{ words: string; isFault: boolean } | null>(null);
  const run = async (work: () => Promise<string>) => {
    if (isBusy) return;
    setIsBusy(true);
    try {
      setSaid({ words: await work(), isFault: false });
    } catch (error) {
      setSaid({ words: faultOf(error).words, isFault: true });
    }
    setIsBusy(false);
    await queries.invalidateQueries();
  };
  return { isBusy, words: said?.words ?? null, isFault: said?.isFault ?? false, run };
}
