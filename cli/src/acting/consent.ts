/** Asks whether something is to be sent. */
import { InvalidInput } from "@profit-share/sdk";
import type { Sending } from "./manner";

/** The person said no. */
class Declined extends Error {
  override readonly name = "Declined";

  constructor() {
    super("You said no: nothing was sent");
  }
}

/** @param preview what would change @throws Declined; InvalidInput where nobody can be asked */
export async function expectConsent(preview: string, { manner, io }: Pick<Sending, "manner" | "io">): Promise<void> {
  // The JSON stands alone in what is printed.
  if (!manner.json) io.out(`${preview}\n`);
  if (manner.yes) return;
  if (io.confirm === null) {
    throw new InvalidInput(
      "Nobody can be asked, because this is no terminal: pass --yes to send it, or --dry-run to look only",
    );
  }
  if (manner.json) io.err(preview);
  if (!(await io.confirm("Send it? [y/N] "))) throw new Declined();
}
