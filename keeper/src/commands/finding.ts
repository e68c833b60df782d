/** What `doctor` found. */
export type Finding = { subject: string; said: string } & (
  | { state: "good" }
  /** To be known. */
  | { state: "note" }
  | { state: "bad"; mend: string }
);

export const good = (subject: string, said: string): Finding => ({ state: "good", subject, said });
export const note = (subject: string, said: string): Finding => ({ state: "note", subject, said });
export const bad = (subject: string, said: string, mend: string): Finding => ({ state: "bad", subject, said, mend });

/** One of them in one line, what is to be done in a second. */
export const inWords = (finding: Finding): string => {
  const line = `${finding.state.padEnd(4)}  ${finding.subject}: ${finding.said}`;
  return finding.state === "bad" ? `${line}\n      ${finding.mend}` : line;
};
