/** What a run reads from and writes to. */
export interface Io {
  /** Lines for the user. */
  out(text: string): void;
  /** Lines about errors, progress and what is asked. */
  err(text: string): void;
  /** Asks the person in front of the terminal; null if there is none. */
  confirm: ((question: string) => Promise<boolean>) | null;
  /** Tells when the person wants what has no end of its own to stop. */
  onInterrupt: (stop: () => void) => void;
}
