import { Keypair } from "@solana/web3.js";
import { expect } from "chai";
import { InvalidInput } from "../../src/failures";
import { keyFileText, parseKeyFile } from "../../src/wire/key-file";

const keypair = Keypair.fromSeed(new Uint8Array(32).fill(7));

describe("key files", () => {
  it("are read as they are written, with a byte order mark, too", () => {
    const text = keyFileText(keypair);
    for (const given of [text, `\uFEFF${text}`]) {
      expect(parseKeyFile(given, "id.json").publicKey.equals(keypair.publicKey)).to.equal(true);
    }
  });

  const bytes = Array.from(keypair.secretKey);
  const wrong: [what: string, text: string][] = [
    ["no JSON", "secret words"],
    ["no array", '{"secret":1}'],
    ["63 bytes", JSON.stringify(bytes.slice(1))],
    ["a number that is no byte", JSON.stringify([256, ...bytes.slice(1)])],
    ["a public key of another secret", JSON.stringify([...bytes.slice(0, 63), bytes[63]! ^ 1])],
  ];
  for (const [what, text] of wrong) {
    it(`are refused with ${what}, and nothing of it is repeated`, () => {
      expect(() => parseKeyFile(text, "id.json"))
        .to.throw(InvalidInput, "id.json is no key file")
        .with.property("message")
        .that.does.not.contain("secret words");
    });
  }
});
