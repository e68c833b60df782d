/** What a bot's owner says of it: what is taken, and what the signature covers. */

import { ed25519 } from "@noble/curves/ed25519";
import { InvalidInput, PROGRAM_ID } from "@profit-share/sdk";
import { isSignedBy, type Profile, profileMessage } from "@profit-share/sdk/profiles";
import { Keypair, PublicKey } from "@solana/web3.js";
import { expect } from "chai";

const bot = new PublicKey("EhhTKczWMGQt46ynNeRX1WfeagwwJd7ufHvCDjRxjo5Q");
const owner = Keypair.fromSeed(new Uint8Array(32).fill(1));
const deployment = { programId: PROGRAM_ID, genesisHash: "5eykt4UsFv8P8NJdTREpY1vzqKqZKvdpKuc147dw2N9d" };
const profile: Profile = {
  bot,
  number: 3,
  name: "Momentum",
  about: "Buys what rises",
  links: ["https://example.com/"],
  avatar: null,
};
const sign = (said: Profile, place = deployment) =>
  ed25519.sign(new TextEncoder().encode(profileMessage(said, place)), owner.secretKey.slice(0, 32));

describe("a bot's profile", () => {
  it("is signed as a text that people can read", () => {
    expect(profileMessage({ ...profile, avatar: "0a".repeat(32) }, deployment)).to.equal(
      `Profit share: what I say of my bot

Bot: EhhTKczWMGQt46ynNeRX1WfeagwwJd7ufHvCDjRxjo5Q
Program: ${PROGRAM_ID.toBase58()}
Cluster: 5eykt4UsFv8P8NJdTREpY1vzqKqZKvdpKuc147dw2N9d
Number: 3
Name: Momentum
About: Buys what rises
Link: https://example.com/
Avatar: ${"0a".repeat(32)}`,
    );
  });

  it("is its owner's as it was signed, and nothing else is", () => {
    const signature = sign(profile);
    const isOwners = (said: Profile, place = deployment, wallet = owner.publicKey, bytes = signature) =>
      isSignedBy(said, place, wallet, bytes);
    expect(isOwners(profile)).to.equal(true);
    for (const changed of [
      { number: 4 },
      { name: "Momentun" },
      { about: "" },
      { links: [] },
      { avatar: "00".repeat(32) },
      { bot: owner.publicKey },
    ]) {
      expect(isOwners({ ...profile, ...changed }), JSON.stringify(changed)).to.equal(false);
    }
    expect(isOwners(profile, { ...deployment, genesisHash: "another" })).to.equal(false);
    expect(isOwners(profile, { ...deployment, programId: bot })).to.equal(false);
    expect(isOwners(profile, deployment, bot)).to.equal(false);
    expect(isOwners(profile, deployment, owner.publicKey, new Uint8Array(63))).to.equal(false);
  });

  it("has no line that could be taken for two", () => {
    const forged = { ...profile, about: "x\nAvatar: none" };
    expect(() => profileMessage(forged, deployment)).to.throw(
      InvalidInput,
      "about has a character that nobody sees, U+000A",
    );
  });

  for (const [changed, said] of [
    [{ number: 0 }, /^number has to be a whole number from 1/],
    [{ number: 1.5 }, /^number/],
    [{ number: Number.MAX_SAFE_INTEGER + 1 }, /^number/],
    [{ name: "" }, /^name has to have 1 to 40 characters, not 0$/],
    [{ name: "x".repeat(41) }, /^name has to have 1 to 40 characters, not 41$/],
    [{ name: "Momentum " }, /^name begins or ends with a space/],
    [{ name: "\u202Emutnemom" }, /^name has a character that nobody sees, U\+202E/],
    [{ about: "x".repeat(161) }, /^about has to have 0 to 160/],
    [{ links: Array(6).fill("https://example.com/") }, /^links can be 5, not 6$/],
    [{ links: ["https://example.com/", "javascript:alert(1)"] }, /^links.1 has to be an address with https/],
    [{ links: ["http://example.com/"] }, /^links.0/],
    [{ links: ["https://example.com"] }, /^links.0/],
    [{ avatar: "AA".repeat(32) }, /^avatar has to be 64 hexadecimal digits/],
  ] as const) {
    it(`refuses ${JSON.stringify(changed).slice(0, 60)}`, () => {
      expect(() => profileMessage({ ...profile, ...changed } as Profile, deployment)).to.throw(InvalidInput, said);
    });
  }

  it("counts characters as people see them, as far as code points go", () => {
    expect(() => profileMessage({ ...profile, name: "🦊".repeat(40) }, deployment)).not.to.throw();
  });
});
