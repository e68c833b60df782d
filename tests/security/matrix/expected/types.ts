/**
 * What comes of each substitution: by call, account and outcome the words of `substitutions.ts`, `=*` standing for all
 * `=name` that the account's row does not mention. An outcome is the name of an error, or `harmless: ` and the reason.
 */
export type Expectations = Record<string, Record<string, Record<string, string>>>;
