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
  constructor(private readonly options: ProgramOptions) {}

  /** Like `describe`. Left out where the program is missing. @throws Error if it is required */
  describe(title: string, tests: (place: string) => void): void {
    const { name, place, sought } = this.options;
    if (place !== null) describe(title, () => tests(place));
    else if ((process.env[REQUIRE] ?? "").split(",").includes(name)) {
      throw new Error(`${REQUIRE} names ${name}, and ${sought} cannot be found`);
    }
  }

  /** What was left out, and how to have it; null if it is there. */
  missing(): string | null {
    const { name, place, debian } = this.options;
    if (place !== null) return null;
    return `${name}: not found, so suites that need it were left out: install it (Debian: apt-get install ${debian})`;
  }
}
