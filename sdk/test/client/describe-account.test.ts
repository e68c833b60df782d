import { type AccountInfo, type PublicKey, SystemProgram } from "@solana/web3.js";
import { expect } from "chai";
import { describeAccount } from "../../src/client/describe-account";
import { TOKEN_2022_PROGRAM_ID, TOKEN_PROGRAM_ID } from "../../src/spl/token";
import { DRIFT_PROGRAM_ID, USER_DISCRIMINATOR } from "../../src/venue/layout";
import { accountDiscriminator } from "../../src/wire/coder";
import { PROGRAM_ID } from "../../src/wire/idl";
import { key } from "../support/history";

const account = (owner: PublicKey, data: Uint8Array, executable = false): AccountInfo<Uint8Array> => ({
  ...{ owner, data, executable, lamports: 1 },
});

/** Of a token account: state 1 is initialized. */
function tokens(mint: PublicKey): Uint8Array {
  const data = new Uint8Array(165);
  data.set(mint.toBytes());
  data[108] = 1;
  return data;
}

function mint(): Uint8Array {
  const data = new Uint8Array(82);
  data[45] = 1;
  return data;
}

describe("describeAccount", () => {
  const cases: [what: string, account: AccountInfo<Uint8Array>][] = [
    ["a wallet", account(SystemProgram.programId, new Uint8Array())],
    ["an account of the system program", account(SystemProgram.programId, new Uint8Array(80))],
    ["a program", account(key(7), new Uint8Array(36), true)],
    ["a bot", account(PROGRAM_ID, accountDiscriminator("Bot"))],
    ["a keeper", account(PROGRAM_ID, accountDiscriminator("Keeper"))],
    ["a subscription", account(PROGRAM_ID, accountDiscriminator("Subscription"))],
    ["an account of this program that this SDK does not know", account(PROGRAM_ID, new Uint8Array(8))],
    [`a token account of the mint ${key(5).toBase58()}`, account(TOKEN_PROGRAM_ID, tokens(key(5)))],
    ["a mint", account(TOKEN_2022_PROGRAM_ID, mint())],
    ["an account of the token program", account(TOKEN_PROGRAM_ID, new Uint8Array(165))],
    ["a user account of the venue drift", account(DRIFT_PROGRAM_ID, USER_DISCRIMINATOR)],
    [`an account of the program ${DRIFT_PROGRAM_ID.toBase58()}`, account(DRIFT_PROGRAM_ID, new Uint8Array(8))],
    [`an account of the program ${key(9).toBase58()}`, account(key(9), new Uint8Array(8))],
  ];
  for (const [what, given] of cases) {
    it(`knows ${what}`, () => expect(describeAccount(given, PROGRAM_ID)).to.equal(what));
  }
});
