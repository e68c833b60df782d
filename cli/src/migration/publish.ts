/** Publishes the bots whose owners' keys are at hand, one transaction each. */
import type { ProfitShareClient } from "@profit-share/sdk";
import { measured, Refused, sendSigned } from "@profit-share/sdk/sending";
import { compile } from "../acting/prepare";
import type { Wallet } from "../input/wallet";
import type { Io } from "../io";
import { doneOn } from "../text/progress";
import type { HostBot } from "./bots";

/** The wallets at hand. */
export interface Wallets {
  /** Pays rent and fees. */
  payer: Wallet;
  /** Of owners, by address (base58); the payer is one, too. */
  owners: ReadonlyMap<string, Wallet>;
}

/** What each is published by. @throws what the first one that fails throws; those before it stay */
export async function publishBots(
  client: ProfitShareClient,
  bots: readonly HostBot[],
  { payer, owners }: Wallets,
  io: Io,
): Promise<Map<string, string>> {
  const signatures = new Map<string, string>();
  const tell = doneOn(io, "bots published");
  for (const bot of bots) {
    const owner = owners.get(bot.publication.creator.toBase58())!;
    try {
      signatures.set(bot.id, await publishOne(client, bot, payer, owner));
    } catch (error) {
      io.err(
        `${bot.place}: bot "${bot.id}" is not published, ${signatures.size} before it are. Run it again to go on.`,
      );
      throw error;
    }
    tell({ done: signatures.size, of: bots.length });
  }
  return signatures;
}

async function publishOne(
  client: ProfitShareClient,
  { publication }: HostBot,
  payer: Wallet,
  owner: Wallet,
): Promise<string> {
  const { connection } = client;
  const publish = client.publishBot({ ...publication, payer: payer.address });
  const toSend = await measured(connection, payer.address, [publish]);
  if ("refused" in toSend) throw new Refused(toSend.refused, null, toSend.cause);
  const { blockhash, lastValidBlockHeight } = await connection.getLatestBlockhash("confirmed");
  const transaction = compile(payer.address, toSend.instructions, blockhash);
  await payer.sign(transaction);
  if (!owner.address.equals(payer.address)) await owner.sign(transaction);
  return sendSigned(connection, transaction, { lastValidBlockHeight });
}
