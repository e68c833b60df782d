/** Starts the commands by which two parties subscribe. */
import { InvalidInput, type Subscribe } from "@profit-share/sdk";
import { readHandedOver } from "../acting/handed-over";
import { prepareSubscription } from "../commands/subscribe/prepare";
import { cosignSubscription, signSubscription } from "../commands/subscribe/sign";
import { parseAccountNo, parseAddress, parseDollarsOf, parseDollarsOrZero } from "../input/arguments";
import type { PrepareInput } from "../typing/inputs";
import { sendingIn, walletIn } from "./money";
import type { Starters } from "./starters";

export const SUBSCRIBING: Starters<"subscribe prepare" | "subscribe sign" | "subscribe cosign"> = {
  "subscribe prepare": async (input, { client }) => {
    const subscriber = parseAddress("--subscriber address", input.subscriber);
    return prepareSubscription(client, {
      bot: parseAddress("bot", input.bot),
      subscriber,
      agent: parseAddress("--agent address", input.agent),
      payer: input.payer === undefined ? subscriber : parseAddress("--payer address", input.payer),
      account: accountIn(input),
      dailyCap: parseDollarsOf("--cap", input.cap),
      deposit: parseDollarsOrZero("--deposit", input.deposit),
      out: input.out ?? null,
    });
  },
  "subscribe sign": async (input, context) => {
    const signing = {
      transaction: readHandedOver(input.transaction),
      wallet: await walletIn(input.keypair, context, PARTY),
    };
    return signSubscription({ ...signing, out: input.out ?? null }, sendingIn(input, context));
  },
  "subscribe cosign": async (input, context) => {
    const signing = {
      transaction: readHandedOver(input.transaction),
      wallet: await walletIn(input.keypair, context, PARTY),
    };
    return cosignSubscription(signing, sendingIn(input, context));
  },
};

const PARTY = "subscriber or agent";

function accountIn({ venueUser, accountNo }: PrepareInput): Subscribe["account"] {
  if ((venueUser === undefined) === (accountNo === undefined)) {
    throw new InvalidInput(
      "Which account of the agent? Pass --venue-user for a verified bot, or --account-no for an attested one",
    );
  }
  return venueUser === undefined
    ? { accountNo: parseAccountNo(accountNo!) }
    : { venueUser: parseAddress("--venue-user address", venueUser) };
}
