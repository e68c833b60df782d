/** What a command found out or did: for people, for machines, and whether it went well. */
export interface Outcome {
  text: string;
  json: unknown;
  exitCode: number;
}
