/** What the demo prints, in one of two widths. */
import type { Conservation } from "@profit-share/statements";
import { conservationWords } from "./conservation-words";
import { header, type Line, lineText, NARROW, prose, WIDE, WIDTH } from "./layout";
import { narrowStandings, type Standing, wideStandings } from "./standings";

const LEGEND = `Each line is a transaction: what it did, and what stands afterwards.
  realized PnL  what the agent's trades have earned so far
  share         what the line adds to the creator's share
  credited      what it pays of that share
  owed          what of it is not paid yet
  CU            compute units`;

export class Page {
  private readonly layout;

  /** @param print one text, which may have several lines */
  constructor(
    private readonly print: (text: string) => void,
    { wide }: { wide: boolean },
  ) {
    this.layout = wide ? WIDE : NARROW;
  }

  /** Says what the columns are. */
  header(): void {
    this.print(LEGEND);
    this.print(`\n${header(this.layout)}`);
  }

  title(text: string): void {
    this.print(`\n── ${text} `.padEnd(WIDTH + 1, "─"));
  }

  /** What is no row of the columns. */
  say(text: string): void {
    this.print(prose(this.layout, text));
  }

  line(line: Line): void {
    this.print(lineText(this.layout, line));
  }

  standings(rows: readonly Standing[]): void {
    this.print(this.layout.fits ? narrowStandings(rows) : wideStandings(rows));
  }

  /** @param supply base units @param accounts how many token accounts there are */
  conservation(conservation: Conservation, supply: bigint, accounts: number): void {
    this.print("");
    for (const text of conservationWords(conservation, supply, accounts)) this.say(text);
  }
}
