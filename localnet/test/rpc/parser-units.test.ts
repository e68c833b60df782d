/** What the parsers make of instructions that no client sends. */
import { toBase58 } from "@profit-share/sdk";
import { expect } from "chai";
import { parsedInstruction } from "../../src/rpc/instructions";

const SYSTEM = "11111111111111111111111111111111";
const TOKEN = "TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA";
const ASSOCIATED = "ATokenGPvbdGVxr1b2hvZbsiqW5xWH25efTNsLJA8knL";
const MEMO_V1 = "Memo1UhkJRfHyvLMcVucJwxXeuD728EqVDDwQDxFMNo";
const ACCOUNTS = ["a", "b", "c", "d", "e", "f", "g"];
const OWNER = toBase58(new Uint8Array(32).fill(9));
const KEY_BYTES = Array<number>(32).fill(9);

/** The parsed instruction with the first `accounts` of the accounts; undefined if it stayed bytes. */
function parse(program: string, data: number[], accounts = ACCOUNTS.length): unknown {
  const indices = ACCOUNTS.slice(0, accounts).map((_, index) => index);
  const instruction = { programIdIndex: ACCOUNTS.length, accounts: indices, data: Uint8Array.from(data) };
  return (parsedInstruction([...ACCOUNTS, program], instruction, 1) as { parsed?: unknown }).parsed;
}

const u32 = (value: number) => [value, 0, 0, 0];
const u64 = (value: number) => [value, 0, 0, 0, 0, 0, 0, 0];

describe("the parser of the system program's instructions", () => {
  it("ignores accounts and bytes behind those that it reads", () => {
    const transfer = { type: "transfer", info: { source: "a", destination: "b", lamports: 5n } };
    expect(parse(SYSTEM, [...u32(2), ...u64(5)], 2)).to.deep.equal(transfer);
    expect(parse(SYSTEM, [...u32(2), ...u64(5), 1, 2], 3)).to.deep.equal(transfer);
  });

  it("leaves bytes that end early, too few accounts and unknown numbers", () => {
    expect(parse(SYSTEM, [])).to.equal(undefined);
    expect(parse(SYSTEM, [2, 0, 0])).to.equal(undefined);
    expect(parse(SYSTEM, [...u32(2), ...u64(5).slice(1)])).to.equal(undefined);
    expect(parse(SYSTEM, [...u32(2), ...u64(5)], 1)).to.equal(undefined);
    expect(parse(SYSTEM, [...u32(12)], 0)).to.equal(undefined);
    expect(parse(SYSTEM, u32(13))).to.equal(undefined);
    expect(parse(SYSTEM, [255, 255, 255, 255])).to.equal(undefined);
  });

  it("reads each of the nonce's and the seed's", () => {
    const seed = [...u64(2), 104, 105];
    const read = (number: number, ...data: number[]) => parse(SYSTEM, [...u32(number), ...data]);
    const base = { base: OWNER, seed: "hi", owner: OWNER };
    expect([
      read(1, ...KEY_BYTES),
      read(4),
      read(5, ...u64(7)),
      read(6, ...KEY_BYTES),
      read(7, ...KEY_BYTES),
      read(8, ...u64(7)),
      read(9, ...KEY_BYTES, ...seed, ...u64(7), ...KEY_BYTES),
      read(10, ...KEY_BYTES, ...seed, ...KEY_BYTES),
      read(11, ...u64(7), ...seed, ...KEY_BYTES),
      read(12),
    ]).to.deep.equal([
      { type: "assign", info: { account: "a", owner: OWNER } },
      { type: "advanceNonce", info: { nonceAccount: "a", recentBlockhashesSysvar: "b", nonceAuthority: "c" } },
      {
        type: "withdrawFromNonce",
        info: {
          nonceAccount: "a",
          destination: "b",
          recentBlockhashesSysvar: "c",
          rentSysvar: "d",
          nonceAuthority: "e",
          lamports: 7n,
        },
      },
      {
        type: "initializeNonce",
        info: { nonceAccount: "a", recentBlockhashesSysvar: "b", rentSysvar: "c", nonceAuthority: OWNER },
      },
      { type: "authorizeNonce", info: { nonceAccount: "a", nonceAuthority: "b", newAuthorized: OWNER } },
      { type: "allocate", info: { account: "a", space: 7n } },
      { type: "allocateWithSeed", info: { account: "a", space: 7n, ...base } },
      { type: "assignWithSeed", info: { account: "a", ...base } },
      {
        type: "transferWithSeed",
        info: { source: "a", sourceBase: "b", destination: "c", lamports: 7n, sourceSeed: "hi", sourceOwner: OWNER },
      },
      { type: "upgradeNonce", info: { nonceAccount: "a" } },
    ]);
  });

  it("leaves a seed that is no UTF-8 or longer than the data", () => {
    const assign = (seed: number[]) => parse(SYSTEM, [...u32(10), ...KEY_BYTES, ...seed, ...KEY_BYTES]);
    expect(assign([...u64(1), 0xff])).to.equal(undefined);
    expect(assign([255, 255, 255, 255, 255, 255, 255, 255])).to.equal(undefined);
    expect(assign(u64(0))).to.deep.equal({
      type: "assignWithSeed",
      info: { account: "a", base: OWNER, seed: "", owner: OWNER },
    });
  });
});

describe("the parser of token instructions", () => {
  it("leaves out a freeze authority that is none", () => {
    const mint = { mint: "a", decimals: 6, mintAuthority: OWNER };
    expect(parse(TOKEN, [20, 6, ...KEY_BYTES, 0])).to.deep.equal({
      type: "initializeMint2",
      info: { ...mint, freezeAuthority: undefined },
    });
    expect(parse(TOKEN, [20, 6, ...KEY_BYTES, 1, ...KEY_BYTES])).to.deep.equal({
      type: "initializeMint2",
      info: { ...mint, freezeAuthority: OWNER },
    });
    expect(parse(TOKEN, [20, 6, ...KEY_BYTES, 2, ...KEY_BYTES])).to.equal(undefined);
  });

  it("needs the account that signs", () => {
    expect(parse(TOKEN, [3, ...u64(5)], 3)).to.deep.equal({
      type: "transfer",
      info: { source: "a", destination: "b", amount: "5", authority: "c" },
    });
    expect(parse(TOKEN, [3, ...u64(5)], 2)).to.equal(undefined);
    expect(parse(TOKEN, [3, ...u64(5)], 5)).to.deep.equal({
      type: "transfer",
      info: { source: "a", destination: "b", amount: "5", multisigAuthority: "c", signers: ["d", "e"] },
    });
  });

  it("lists the signers of a new multisig, of which there is one at least", () => {
    expect(parse(TOKEN, [19, 2], 3)).to.deep.equal({
      type: "initializeMultisig2",
      info: { multisig: "a", signers: ["b", "c"], m: 2 },
    });
    expect(parse(TOKEN, [19, 2], 1)).to.equal(undefined);
    expect(parse(TOKEN, [2, 1], 2)).to.equal(undefined);
  });

  it("names what an authority may do", () => {
    const set = (type: number) => parse(TOKEN, [6, type, 0], 2);
    const info = (owned: object, authorityType: string) => ({
      type: "setAuthority",
      info: { ...owned, authority: "b", authorityType, newAuthority: null },
    });
    expect([0, 1, 2, 3].map(set)).to.deep.equal([
      info({ mint: "a" }, "mintTokens"),
      info({ mint: "a" }, "freezeAccount"),
      info({ account: "a" }, "accountOwner"),
      info({ account: "a" }, "closeAccount"),
    ]);
    expect(set(4)).to.equal(undefined);
    expect(parse(TOKEN, [6], 2)).to.equal(undefined);
  });

  it("reads those that move nothing", () => {
    expect([
      parse(TOKEN, [0, 6, ...KEY_BYTES, 0]),
      parse(TOKEN, [1]),
      parse(TOKEN, [4, ...u64(5)], 3),
      parse(TOKEN, [10], 3),
      parse(TOKEN, [11], 3),
      parse(TOKEN, [14, ...u64(5), 1], 3),
      parse(TOKEN, [16, ...KEY_BYTES]),
      parse(TOKEN, [17]),
      parse(TOKEN, [21]),
      parse(TOKEN, [23, ...u64(5)]),
      parse(TOKEN, [24, 48, 46, 53]),
    ]).to.deep.equal([
      {
        type: "initializeMint",
        info: { mint: "a", rentSysvar: "b", decimals: 6, mintAuthority: OWNER, freezeAuthority: undefined },
      },
      { type: "initializeAccount", info: { account: "a", mint: "b", owner: "c", rentSysvar: "d" } },
      { type: "approve", info: { source: "a", delegate: "b", amount: "5", owner: "c" } },
      { type: "freezeAccount", info: { account: "a", mint: "b", freezeAuthority: "c" } },
      { type: "thawAccount", info: { account: "a", mint: "b", freezeAuthority: "c" } },
      {
        type: "mintToChecked",
        info: {
          mint: "a",
          account: "b",
          mintAuthority: "c",
          tokenAmount: { amount: "5", decimals: 1, uiAmount: 0.5, uiAmountString: "0.5" },
        },
      },
      { type: "initializeAccount2", info: { account: "a", mint: "b", rentSysvar: "c", owner: OWNER } },
      { type: "syncNative", info: { account: "a" } },
      { type: "getAccountDataSize", info: { mint: "a", extensionTypes: undefined } },
      { type: "amountToUiAmount", info: { mint: "a", amount: "5" } },
      { type: "uiAmountToAmount", info: { mint: "a", uiAmount: "0.5" } },
    ]);
  });

  it("leaves half an extension's number, unknown extensions and Token-2022's own instructions", () => {
    expect(parse(TOKEN, [21, 7, 0, 7])).to.equal(undefined);
    expect(parse(TOKEN, [21, 200, 0])).to.equal(undefined);
    expect(parse(TOKEN, [25, 0])).to.equal(undefined);
    expect(parse(TOKEN, [255])).to.equal(undefined);
    expect(parse(TOKEN, [])).to.equal(undefined);
    expect(parse(TOKEN, [17], 0)).to.equal(undefined);
  });
});

describe("the other parsers", () => {
  it("read an associated account's instructions, the first version's too", () => {
    const type = (data: number[], accounts?: number) =>
      (parse(ASSOCIATED, data, accounts) as { type: string } | undefined)?.type;
    expect([type([]), type([0]), type([1]), type([2])]).to.deep.equal([
      "create",
      "create",
      "createIdempotent",
      "recoverNested",
    ]);
    expect([type([3]), type([0, 0]), type([1], 5), type([2], 6)]).to.deep.equal(Array(4).fill(undefined));
  });

  it("read a memo of the first version without accounts, a byte order mark in it too", () => {
    expect(parse(MEMO_V1, [0xef, 0xbb, 0xbf, 0x61], 0)).to.equal("\ufeffa");
  });
});
