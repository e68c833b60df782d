/** How commands are started. */
import type { Outcome } from "../outcome";
import type { CommandName, Inputs } from "../typing/inputs";
import type { Context } from "./context";

/** By the command's words. */
export type Starters<Name extends CommandName> = {
  readonly [One in Name]: (input: Inputs[One], context: Context) => Promise<Outcome>;
};
