import { readFileSync } from "node:fs";
import { join } from "node:path";
import idl from "@profit-share/sdk/idl.json";
import { Attested } from "@profit-share/testing/svm/attested";
import { expect } from "chai";
import { type Idl, size, typeText } from "../idl-docs";
import { eventsOf, programPage } from "../program-docs";

const PAGE = join(__dirname, "../../docs/program.md");
const page = readFileSync(PAGE, "utf8");

describe("docs/program.md", () => {
  it("should be what `npm run docs` writes from the IDL", () => {
    expect(page, "run `npm run docs` and commit the page").to.equal(programPage(idl as Idl));
  });

  describe("when the IDL changes", () => {
    it("should differ", () => {
      const [first, ...others] = idl.errors;
      const changed = { ...idl, errors: [{ ...first!, msg: "Another message" }, ...others] } as Idl;
      expect(programPage(changed)).to.not.equal(page);
    });
  });

  describe("account sizes and rent", () => {
    it("should be those of the accounts that the program makes", () => {
      const agreement = Attested.running();
      const held = (name: string, at: Parameters<typeof agreement.world.account>[0]) => {
        const { data, lamports } = agreement.world.account(at);
        const [, bytes, rent] = new RegExp(`^\\| ${name} \\| (\\d+) \\| ([\\d,]+) \\|`, "m").exec(page)!;
        expect([data.length, lamports]).to.deep.equal([Number(bytes), BigInt(rent!.replaceAll(",", ""))]);
      };
      held("Bot", agreement.bot);
      held("Keeper", agreement.keeper);
      held("Subscription", agreement.subscription);
      held("escrow, vault", agreement.escrow);
      held("escrow, vault", agreement.vault);
    });
  });

  describe("when an instruction does not say how an event is emitted", () => {
    it("should be refused", () => {
      expect(() => eventsOf(["Does this.", "", "# Event", "`Done`."])).to.throw(
        'how Done is emitted: add "(log)" or "(self-CPI)"',
      );
    });
  });

  describe("when two events share what is said of them", () => {
    it("should count it for both", () => {
      expect(eventsOf(["# Events", "`Settled`, `Closed` (self-CPI), `Gone` (log)."])).to.deep.equal([
        { name: "Settled", how: "self-CPI" },
        { name: "Closed", how: "self-CPI" },
        { name: "Gone", how: "log" },
      ]);
    });
  });

  describe("types", () => {
    it("should be named in Rust's words", () => {
      expect(typeText({ vec: { defined: { name: "Row" } } })).to.equal("Vec<Row>");
      expect(typeText({ array: ["u8", 16] })).to.equal("[u8; 16]");
    });

    it("should have no size if it is not fixed", () => {
      expect(() => size(idl as Idl, "bytes")).to.throw("Vec<u8> has no fixed size");
    });
  });
});
