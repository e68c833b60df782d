/** What a transaction that was handed over would subscribe to; everything else in it is refused. */
import { type Bot, InvalidInput, type Located, type ProfitShareClient } from "@profit-share/sdk";
import { type ProgramCall, programCall } from "@profit-share/sdk/history";
import { ComputeBudgetProgram, type VersionedTransaction } from "@solana/web3.js";
import { bothUnits } from "../../text/amounts";
import { list } from "../../text/table";
import { agreedLines, ownersOf } from "../terms/agreed";

type SubscribeCall = Extract<ProgramCall, { name: "subscribe" }>;

export interface Proposal {
  call: SubscribeCall;
  bot: Located<Bot>;
}

/**
 * @throws InvalidInput if it holds anything but one subscription and what asks for compute units, or the terms are no longer those
 *   that the bot offers
 */
export async function proposalIn(client: ProfitShareClient, transaction: VersionedTransaction): Promise<Proposal> {
  const calls = callsIn(client, transaction);
  const [call] = calls;
  if (call === undefined || calls.length > 1) {
    throw new InvalidInput(`The transaction holds ${calls.length} subscriptions, not one: prepare it again`);
  }
  const bot = await client.bot(call.accounts.bot);
  const { termsVersion } = call.args.input;
  if (bot.terms.version !== termsVersion) {
    throw new InvalidInput(
      `The transaction accepts version ${termsVersion} of the terms, the bot offers version ${bot.terms.version}: prepare it again`,
    );
  }
  return { call, bot };
}

function callsIn({ programId }: ProfitShareClient, { message }: VersionedTransaction): SubscribeCall[] {
  if (message.addressTableLookups.length > 0) {
    throw new InvalidInput("The transaction has lookup tables, which hide what it names: prepare it again");
  }
  const keys = message.staticAccountKeys;
  return message.compiledInstructions.flatMap(({ programIdIndex, accountKeyIndexes, data }): SubscribeCall[] => {
    const program = keys[programIdIndex]!;
    if (program.equals(ComputeBudgetProgram.programId)) return [];
    const accounts = accountKeyIndexes.map((index) => keys[index]!);
    const call = programCall({ programId: program, accounts, data }, programId);
    if (call?.name === "subscribe") return [call];
    const what = call === null ? `an instruction of the program ${program.toBase58()}` : `a ${call.name}`;
    throw new InvalidInput(`The transaction holds ${what} beside a subscription: do not sign it`);
  });
}

/** What the parties agree to, for them to read before they sign. */
export function proposalText({ call, bot }: Proposal): string {
  const { accounts, args } = call;
  const { dailyCap, deposit, accountNo } = args.input;
  const { terms } = bot;
  return list([
    ["subscription", accounts.subscription.toBase58()],
    ["bot", bot.address.toBase58()],
    ...ownersOf(bot),
    ["subscriber", accounts.subscriber.toBase58()],
    ["agent", accounts.agent.toBase58()],
    terms.source === "attested" ? ["account number", String(accountNo)] : ["venue user", accounts.venueUser.toBase58()],
    ...agreedLines(terms, dailyCap),
    ["deposit", bothUnits(deposit)],
  ]);
}

export const proposalJson = ({ call, bot }: Proposal): object => ({
  ...{ subscription: call.accounts.subscription, bot: bot.address, terms: bot.terms },
  ...{ subscriber: call.accounts.subscriber, agent: call.accounts.agent },
  ...{ dailyCap: call.args.input.dailyCap, deposit: call.args.input.deposit },
});

/** Whose balances change, by name. */
export const namesIn = ({ call: { accounts } }: Proposal) =>
  [
    [accounts.subscriber, "subscriber"],
    [accounts.agent, "agent"],
    [accounts.payer, "who pays fee and rent"],
    [accounts.subscription, "escrow of subscription"],
  ] as const;
