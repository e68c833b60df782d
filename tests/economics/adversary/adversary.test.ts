import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { boundOf, ceilingOf } from "./bounds";
import { Game } from "./game";
import { table } from "./page";
import { COALITIONS, LIQUIDATIONS } from "./parties";
import { type Bests, searchAll } from "./search";
import { SETTINGS } from "./setting";
import { fairShare } from "./takings";

const PAGE = join(__dirname, "../../../docs/economics.md");
const SEARCH_TIME = 900_000;

describe("economics: the best that anybody can take", () => {
  const page = readFileSync(PAGE, "utf8");

  it("should be measured against the fair shares of the three closes", () => {
    const closes = [100_000_000n, -40_000_000n, 90_000_000n];
    expect(SETTINGS.map((setting) => fairShare(setting, closes))).to.deep.equal([
      15_000_000n,
      15_000_000n,
      19_000_000n,
    ]);
  });

  for (const setting of SETTINGS) {
    const verified = setting === "verified, high-water mark";
    it(`should be what the known limits allow, neither more nor less: ${setting}`, () => {
      const accepted = new Set<string>();
      const coalitions = [...COALITIONS, ...(verified ? LIQUIDATIONS : [])];
      const found = searchAll(new Game(setting), coalitions, accepted);
      const text = table(setting, found);
      console.log(text);
      for (const { coalition, few, many } of found) {
        const name = coalition.join(" + ");
        expect(amountsOf(few), name).to.deep.equal(boundOf(setting, coalition));
        const ceiling = ceilingOf(setting, coalition);
        for (const [aim, amount] of Object.entries(amountsOf(many))) {
          const most = ceiling[aim as keyof typeof ceiling];
          const within = amount === null || most === null ? amount === most : amount <= most;
          expect(within, `${name}: ${aim} ${amount}, at most ${most}`).to.equal(true);
        }
      }
      expect(page, "copy the table that was printed into docs/economics.md").to.contain(text);
      // An action that is always refused would be an adversary's without teeth.
      expect([...accepted]).to.include.members(verified ? VERIFIED : ATTESTED);
    }).timeout(SEARCH_TIME);
  }
});

const amountsOf = ({ takes, costsSubscriber, costsCreator }: Bests) => ({
  takes: takes.amount,
  costsSubscriber: costsSubscriber?.amount ?? null,
  costsCreator: costsCreator?.amount ?? null,
});

const COMMON = [
  ...["stranger pays out", "stranger deposits a unit", "stranger syncs", "creator claims", "creator changes the terms"],
  ...["subscriber withdraws all it can", "subscriber lowers the cap", "subscriber leaves", "agent leaves"],
  ...["agent moves the position away", "agent shifts +$200", "agent shifts −$200"],
];
const VERIFIED = [
  ...[...COMMON, "stranger settles", "stranger closes", "agent deletes the venue account"],
  ...["liquidator takes the loss", "liquidator takes one unit"],
];
const ATTESTED = [
  ...[...COMMON, "signer states +$100", "signer states +$240", "signer states −$1000000", "signer finishes"],
  ...["admin states +$100", "admin states +$240", "admin states −$1000000"],
];
