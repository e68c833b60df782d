import { Cosigner, RemoteAgents } from "@profit-share/keeper";
import {
  botAddress,
  keeperAddress,
  PROGRAM_ID,
  publishBot,
  registerKeeper,
  sync,
  transferTokens,
} from "@profit-share/sdk";
import { LocalChain } from "@profit-share/testing/chain/local-chain";
import { idOf, keyOf } from "@profit-share/testing/keys";
import {
  AddressLookupTableAccount,
  Keypair,
  MessageV0,
  type PublicKey,
  SystemProgram,
  TransactionInstruction,
  VersionedTransaction,
} from "@solana/web3.js";
import { expect } from "chai";
import { startSigner } from "../remote-signer/server";

const USDC = 1_000_000n;
const TOKEN = "a token that nobody guesses, of 32 characters";
const agent = keyOf("agent");
const payee = keyOf("payee").publicKey;

describe("the remote signer", () => {
  let chain: LocalChain;
  let signer: Awaited<ReturnType<typeof startSigner>>;
  let agents: RemoteAgents;
  let lines: string[];

  before(async () => {
    chain = await LocalChain.start();
    const policy = { payees: [payee], programs: [] };
    const log = (line: string) => lines.push(line);
    signer = await startSigner({ keypairs: [agent], token: TOKEN, policy, port: 0, log });
    agents = await RemoteAgents.open({ url: signer.url, token: TOKEN });
  });

  beforeEach(() => {
    lines = [];
  });

  after(async () => {
    signer.close();
    await chain.close();
  });

  async function attestedBot(): Promise<PublicKey> {
    const owner = keyOf("owner");
    const parties = { creator: owner.publicKey, payer: chain.payer.publicKey };
    const keeper = keeperAddress(owner.publicKey, idOf("keeper"));
    await chain.send([registerKeeper({ ...parties, id: idOf("keeper"), signer: owner.publicKey })], owner);
    const terms = {
      ...({
        source: "attested",
        feeBasis: "each_close",
        profitShareBps: 1_000,
        minBalance: 0n,
        minDailyCap: 1n,
      } as const),
      ...{ keeper, mint: chain.mint, hash: new Uint8Array(32) },
    };
    const bot = { id: idOf("bot"), terms, minPayout: 1n, payoutWallet: owner.publicKey };
    await chain.send([publishBot({ ...parties, ...bot })], owner);
    return botAddress(owner.publicKey, idOf("bot"));
  }

  it("should sign for an agent that subscribes", async () => {
    const wallet = Keypair.generate();
    chain.airdrop(wallet.publicKey);
    await chain.mintTo(wallet.publicKey, 20n * USDC);
    const looking = { lookEveryMs: 5 };
    const cosigner = new Cosigner({ client: chain.client, agents, isAgentOf: () => true, looking });
    const parties = { bot: await attestedBot(), subscriber: wallet.publicKey, agent: agent.publicKey };
    const request = { ...parties, account: { accountNo: 0 }, dailyCap: USDC, deposit: 20n * USDC };
    const prepared = await cosigner.prepare(request);
    const transaction = VersionedTransaction.deserialize(Buffer.from(prepared.transaction, "base64"));
    transaction.sign([wallet]);
    const signed = Buffer.from(transaction.serialize()).toString("base64");
    expect(await cosigner.cosign(signed, request)).to.include({ kind: "confirmed" });
    expect(lines).to.deep.equal([`signed for ${agent.publicKey.toBase58()}`]);
  });

  const compiled = (
    instructions: TransactionInstruction[],
    { payer = chain.payer.publicKey, tables = [] as AddressLookupTableAccount[] } = {},
  ): VersionedTransaction => {
    const parts = { payerKey: payer, instructions, recentBlockhash: Keypair.generate().publicKey.toBase58() };
    return new VersionedTransaction(MessageV0.compile({ ...parts, addressLookupTableAccounts: tables }));
  };

  const paying = (to: PublicKey, more: Partial<Parameters<typeof transferTokens>[0]> = {}): TransactionInstruction => {
    const from = chain.purse(agent.publicKey);
    return transferTokens({ from, to, mint: chain.mint, owner: agent.publicKey, amount: 1n, decimals: 6, ...more });
  };

  const byAgent = { pubkey: agent.publicKey, isSigner: true, isWritable: false };
  const naming = (programId: PublicKey): TransactionInstruction =>
    new TransactionInstruction({ programId, keys: [byAgent], data: Buffer.of(1) });

  it("should sign a payment to a payee, beside what does not name the agent", async () => {
    const others = sync({ subscription: Keypair.generate().publicKey });
    const signed = await agents.sign(agent.publicKey, compiled([others, paying(chain.purse(payee))]));
    expect(signed.signatures[1]!.some((byte) => byte !== 0)).to.equal(true);
  });

  const refusals: [what: string, made: () => VersionedTransaction, words: RegExp][] = [
    [
      "a payment to somebody else",
      () => compiled([paying(chain.purse(Keypair.generate().publicKey))]),
      /no allowed payment/,
    ],
    ["a payment to a payee's own address", () => compiled([paying(payee)]), /no allowed payment/],
    [
      "another instruction of the token program",
      () => {
        const approve = paying(chain.purse(payee));
        approve.data[0] = 13;
        return compiled([approve]);
      },
      /no allowed payment/,
    ],
    [
      "a payment that names the agent in another place",
      () => {
        const made = paying(chain.purse(payee), { owner: chain.payer.publicKey });
        made.keys[0] = byAgent;
        return compiled([made]);
      },
      /no allowed payment/,
    ],
    [
      "a payment with an account more",
      () => {
        const made = paying(chain.purse(payee));
        made.keys.push({ ...byAgent, isSigner: false });
        return compiled([made]);
      },
      /no allowed payment/,
    ],
    [
      "an account that is not there",
      () => {
        const made = compiled([naming(PROGRAM_ID)]);
        made.message.compiledInstructions[0]!.accountKeyIndexes.push(99);
        return made;
      },
      /accounts that are not there/,
    ],
    [
      "a transfer of SOL",
      () => compiled([SystemProgram.transfer({ fromPubkey: agent.publicKey, toPubkey: payee, lamports: 1 })]),
      /no allowed payment/,
    ],
    [
      "a second instruction that is not allowed",
      () => compiled([naming(PROGRAM_ID), naming(keyOf("other").publicKey)]),
      /instruction 1/,
    ],
    ["the agent as fee payer", () => compiled([naming(PROGRAM_ID)], { payer: agent.publicKey }), /pays no fees/],
    [
      "a transaction that the agent does not sign",
      () => compiled([sync({ subscription: payee })]),
      /does not sign this/,
    ],
    [
      "a lookup table",
      () => {
        const state = { deactivationSlot: (1n << 64n) - 1n, lastExtendedSlot: 0, lastExtendedSlotStartIndex: 0 };
        const addresses = [chain.purse(payee), chain.mint];
        const table = new AddressLookupTableAccount({ key: keyOf("table").publicKey, state: { ...state, addresses } });
        return compiled([paying(chain.purse(payee))], { tables: [table] });
      },
      /lookup table/,
    ],
  ];
  for (const [what, made, words] of refusals) {
    it(`should refuse ${what}`, async () => {
      const error = await agents.sign(agent.publicKey, made()).catch((thrown: Error) => thrown);
      expect(error).to.be.instanceOf(Error);
      expect((error as Error).message).to.match(words);
      expect(lines.join("\n")).to.match(/^refused for /);
    });
  }

  it("should refuse an agent whose key it does not have", async () => {
    const error = await agents.sign(payee, compiled([naming(PROGRAM_ID)])).catch((thrown: Error) => thrown);
    expect((error as Error).message).to.match(/no key for the agent/);
  });

  it("should answer nothing without the token, and name what it cannot read", async () => {
    const asked = async (path: string, init: RequestInit) => {
      const response = await fetch(`${signer.url}${path}`, init);
      return { status: response.status, text: await response.text() };
    };
    expect(await asked("/agents", {})).to.deep.equal({ status: 401, text: '{"error":"Wrong token"}' });
    const headers = { authorization: `Bearer ${TOKEN}` };
    expect((await asked("/", { headers })).status).to.equal(404);
    const sign = `/agents/${agent.publicKey.toBase58()}/sign`;
    for (const body of ["", "{}", '{"transaction":"AA=="}', "x".repeat(5_000)]) {
      expect((await asked(sign, { method: "POST", headers, body })).status).to.equal(400);
    }
  });
});
