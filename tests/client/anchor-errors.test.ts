/** Anchor's client shows the program's errors by their names. */
import {
  AnchorError,
  AnchorProvider,
  BN,
  ProgramError,
  parseIdlErrors,
  translateError,
  Wallet,
} from "@coral-xyz/anchor";
import {
  attestedSubscriptionAddress,
  botAddress,
  escrowAddress,
  keeperAddress,
  PROGRAM_ID,
  ProfitShareClient,
} from "@profit-share/sdk";
import { anchorProgram } from "@profit-share/sdk/anchor";
import { IDL } from "@profit-share/sdk/idl";
import type { LocalChain } from "@profit-share/testing/chain/local-chain";
import { MINT } from "@profit-share/testing/chain/test-chain";
import { PublicKey, type SendTransactionError } from "@solana/web3.js";
import { expect } from "chai";
import { agent, creator, DOLLAR, keypair, payoutWallet, purse, sendWithWeb3, startChain, subscriber } from "./parties";

const ID = new Uint8Array(16).fill(1);
const keeper = keeperAddress(creator.publicKey, ID);
const bot = botAddress(creator.publicKey, ID);
const subscription = attestedSubscriptionAddress(agent.publicKey, 0);
const MESSAGE = "More is asked than the balance above the minimum balance of the terms";

const failure = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => "succeeded",
    (error) => error,
  );

describe("an error in Anchor's client", function () {
  this.timeout(60_000);
  let chain: LocalChain;
  let client: ProfitShareClient;

  before(async () => {
    chain = await startChain();
    client = new ProfitShareClient(chain.connection);
    const send = sendWithWeb3(chain);
    const terms = {
      ...({ source: "attested", feeBasis: "each_close", keeper, mint: MINT, hash: new Uint8Array(32) } as const),
      ...{ profitShareBps: 1_000, minBalance: 2n * DOLLAR, minDailyCap: DOLLAR },
    };
    await send([
      client.registerKeeper({ creator: creator.publicKey, id: ID, signer: keypair(4).publicKey }),
      client.publishBot({ creator: creator.publicKey, id: ID, terms, minPayout: DOLLAR, payoutWallet }),
    ]);
    const parties = { subscriber: subscriber.publicKey, agent: agent.publicKey, payer: creator.publicKey };
    const money = { dailyCap: 10n * DOLLAR, deposit: 3n * DOLLAR };
    const agreed = { bot, terms: (await client.bot(bot)).terms, account: { accountNo: 0 } };
    await send(client.subscribe({ ...parties, ...money, ...agreed }), subscriber, agent);
  });

  after(() => chain.close());

  describe("when more is withdrawn than the balance allows", () => {
    it("should be BalanceTooLow", async () => {
      const provider = new AnchorProvider(chain.connection, new Wallet(creator), { commitment: "confirmed" });
      const withdrawal = anchorProgram(provider)
        .methods.withdraw(bot, new BN(1), new BN((2n * DOLLAR).toString()))
        .accountsPartial({
          subscriber: subscriber.publicKey,
          destination: purse(subscriber.publicKey),
          subscription,
          escrow: escrowAddress(subscription),
          venueUser: PublicKey.default,
        })
        .signers([subscriber]);
      const error = (await failure(withdrawal.rpc())) as AnchorError;
      expect(error).to.be.instanceOf(AnchorError);
      expect(error.error.errorCode).to.deep.equal({ code: "BalanceTooLow", number: 6101 });
      expect(error.error.errorMessage).to.equal(MESSAGE);
      expect(error.program.equals(PROGRAM_ID)).to.equal(true);
    });

    it("should be BalanceTooLow in the logs that web3.js throws", async () => {
      const send = sendWithWeb3(chain);
      const error = await failure(send(await client.withdraw(subscription, { amount: 2n * DOLLAR }), subscriber));
      const { errorCode } = AnchorError.parse((error as SendTransactionError).logs!)!.error;
      expect(errorCode).to.deep.equal({ code: "BalanceTooLow", number: 6101 });
    });
  });

  describe("when only its number is known", () => {
    const errors = parseIdlErrors(IDL as never);

    for (const text of ["custom program error: 0x17d5", '{"InstructionError":[0,{"Custom":6101}]}']) {
      it(`should be told from ${text}`, () => {
        const error = translateError(new Error(text), errors);
        expect(error).to.be.instanceOf(ProgramError);
        expect([error.code, error.msg]).to.deep.equal([6101, MESSAGE]);
      });
    }
  });

  for (const { code, name, msg } of IDL.errors) {
    describe(`when ${name} is logged`, () => {
      it("should be read with number and message", () => {
        const line = `Program log: AnchorError occurred. Error Code: ${name}. Error Number: ${code}. Error Message: ${msg}.`;
        const { error } = AnchorError.parse([`Program ${PROGRAM_ID.toBase58()} invoke [1]`, line])!;
        expect(error.errorCode).to.deep.equal({ code: name, number: code });
        expect(error.errorMessage).to.equal(msg);
      });
    });
  }
});
