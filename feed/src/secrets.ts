/** Texts that a person may see, without what may be secret in them. */
import { placeOf } from "@profit-share/sdk";

const ADDRESS = /\b(?:https?|wss?):\/\/[^\s"'<>]+/gi;

/** Why something failed, without path, query and user of any URL, and without the token. */
export function reasonOf(error: unknown, token?: string | null): string {
  const shown = messages(error)
    .join(": ")
    .replace(ADDRESS, (url) => (URL.canParse(url) ? placeOf(url) : "its address"));
  return token ? shown.replaceAll(token, "…") : shown;
}

/** What it says itself, and what the errors say that caused it. */
function messages(error: unknown): string[] {
  if (!(error instanceof Error)) return [String(error)];
  return error.cause instanceof Error ? [error.message, ...messages(error.cause)] : [error.message];
}
