/** Before the story: program, keeper, bots, everybody's money and every subscription. */
import { readFileSync } from "node:fs";
import { deploy } from "@profit-share/cli/deploy";
import { PROGRAM_ID } from "@profit-share/sdk";
import { openAccount } from "@profit-share/testing/chain/venue";
import { programFile } from "@profit-share/testing/program-file";
import { deployment } from "../cast/deployment";
import { DAILY_CAP, type Membership, membership } from "../cast/membership";
import {
  BOTS,
  type BotName,
  CREATOR,
  guest,
  KEEPER_SIGNER,
  MARKET_MAKER,
  MARKET_MAKER_COLLATERAL,
  NEW_KEEPER_SIGNER,
  SUBSCRIBERS,
  type Subscriber,
} from "../cast/people";
import type { VenueUserDump } from "./account-dump";
import type { Demo } from "./demo";
import { takeOver } from "./real-account";

/** @param dumps real accounts that take part, too */
export async function prepare(demo: Demo, dumps: readonly VenueUserDump[]): Promise<void> {
  const { chain, page } = demo;
  await deploy(chain.target, { ...deployment(chain.mint), program: readFileSync(programFile()) });
  page.say(`program ${PROGRAM_ID.toBase58()} installed`);
  await demo.tellNews();

  for (const { publicKey } of [CREATOR, KEEPER_SIGNER, NEW_KEEPER_SIGNER]) chain.airdrop(publicKey);
  await openAccount(chain, MARKET_MAKER, MARKET_MAKER_COLLATERAL);
  for (const subscriber of SUBSCRIBERS) await enter(demo, subscriber);
  for (const [index, dump] of dumps.entries()) await enterGuest(demo, guest(index + 1), dump);
  await demo.startKeeper(KEEPER_SIGNER);
}

async function enter(demo: Demo, subscriber: Subscriber): Promise<void> {
  const { chain } = demo;
  const { agent, collateral, agentDollars } = subscriber;
  await fund(demo, subscriber);
  const trader = collateral === null ? null : await openAccount(chain, agent, collateral);
  if (agentDollars > 0n) await chain.mintTo(agent.publicKey, agentDollars);
  for (const bot of Object.keys(subscriber.deposits) as BotName[]) {
    await subscribe(demo, membership(subscriber, bot, trader));
  }
}

/** A real account comes in, with only its authority replaced. */
async function enterGuest(demo: Demo, subscriber: Subscriber, dump: VenueUserDump): Promise<void> {
  const { chain, page } = demo;
  await fund(demo, subscriber);
  const { trader, did } = await takeOver(chain, dump, subscriber.agent);
  const { name } = subscriber;
  page.say(`${name} brings ${dump.address.toBase58()} from ${dump.file}: its authority is the agent now`);
  if (did.length > 0) page.say(`  to subscribe it has to be flat and free: ${did.join("; ")}`);
  await subscribe(demo, membership(subscriber, "Tide", trader));
}

/** Dollars for the deposit, SOL for fees. */
async function fund({ chain }: Demo, { wallet, dollars }: Subscriber): Promise<void> {
  await chain.mintTo(wallet.publicKey, dollars);
  chain.airdrop(wallet.publicKey);
}

async function subscribe(demo: Demo, member: Membership): Promise<void> {
  const { client, payer } = demo.chain;
  const { address, account, deposit, subscriber } = member;
  const bot = BOTS[member.bot].address;
  const { terms } = await client.bot(bot);
  const instruction = client.subscribe({
    subscriber: subscriber.wallet.publicKey,
    agent: subscriber.agent.publicKey,
    payer: payer.publicKey,
    bot,
    terms,
    account,
    dailyCap: DAILY_CAP,
    deposit,
  });
  await demo.chain.send([instruction], subscriber.wallet, subscriber.agent);
  demo.admit(member, (await client.subscription(address)).last);
  await demo.tellNews();
}
