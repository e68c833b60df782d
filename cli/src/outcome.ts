/** What a command found out or did: for people, for machines, and whether it went well. */
export interface Outcome {
  text: string;
  /** undefined: all of it was printed as it happened. */
  json: unknown;
  exitCode: number;
}
