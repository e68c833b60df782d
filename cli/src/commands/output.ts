/** What a command found out: for people, for machines, and whether it went well. */
export interface Output {
  text: string;
  json: unknown;
  exitCode: number;
}
