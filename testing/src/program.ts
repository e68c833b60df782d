/** Programs of the machine that tests need: what needs one that is missing is left out, unless it is required. */

/** Names that may not be missing, apart by commas. */
const REQUIRE = "PROFIT_SHARE_REQUIRE";

interface ProgramOptions {
  /** As the variable names it. */
  name: string;
  /** Where it is; null if it is nowhere. */
  place: string | null;
  /** What is looked for, and where. */
  sought: string;
  /** The Debian package that brings it. */
  debian: string;
}

export class Program {
  private suites = 0;
  private uses = 0;

  constructor(private readonly options: ProgramOptions) {}

  /** Like `describe`. Left out where the program is missing, which is said once at the end. @throws Error if it is required */
  describe(title: string, tests: (place: string) => void): void {
    const { name, place, sought } = this.options;
    if (this.suites === 0) process.once("exit", () => this.sayUses());
    this.suites += 1;
    if (place !== null) {
      this.uses += 1;
      describe(title, () => tests(place));
    } else if ((process.env[REQUIRE] ?? "").split(",").includes(name)) {
      throw new Error(`${REQUIRE} names ${name}, and ${sought} cannot be found`);
    }
  }

  private sayUses(): void {
    const { name, place, debian } = this.options;
    console.log(
      place === null
        ? `${name}: not found, so ${this.suites} suites were left out: install it (Debian: apt-get install ${debian})`
        : `${name}: found in ${place}, used by ${this.uses} suites`,
    );
  }
}
