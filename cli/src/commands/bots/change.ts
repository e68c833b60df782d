/** `bot terms`, `payout`, `open`, `close`, `transfer` and `accept`: what an owner changes. */
import { formatDollars, InvalidInput, type ProfitShareClient, type Terms } from "@profit-share/sdk";
import type { PublicKey } from "@solana/web3.js";
import { type Change, changeBy } from "../../acting/change";
import type { Intent } from "../../acting/intent";
import { expectPayable } from "../../acting/payout-wallet";
import type { Signers } from "../../acting/signer";
import { differences } from "../terms/agreed";
import type { Offered } from "./offered";

export async function changeTerms(
  client: ProfitShareClient,
  address: PublicKey,
  { signers, terms }: { signers: Signers; terms: Partial<Offered> },
): Promise<Intent> {
  const bot = await client.bot(address);
  const next: Terms = { ...bot.terms, ...terms, version: bot.terms.version + 1 };
  const changed = differences(bot.terms, next).filter((line) => !line.startsWith("version:"));
  if (changed.length === 0) {
    throw new InvalidInput(
      "Nothing of the terms would change: pass what is to be another one, such as --share, --text or --min-balance",
    );
  }
  if (terms.keeper != null) await client.keeper(terms.keeper);
  return byOwner(client, address, signers, {
    does: "changes its terms",
    what: `Offer new subscribers other terms, as version ${next.version}: ${changed.join("; ")}`,
    make: () => client.updateTerms(address, terms),
    done: `Version ${next.version} of the terms is offered to new subscribers`,
    json: { terms: next },
  });
}

/** @param change base units; null stays as it is */
export async function changePayout(
  client: ProfitShareClient,
  address: PublicKey,
  { signers, wallet, minPayout }: { signers: Signers; wallet: PublicKey | null; minPayout: bigint | null },
): Promise<Intent> {
  if (wallet === null && minPayout === null) {
    throw new InvalidInput("What of the payouts changes? Pass --wallet, --min or both");
  }
  const bot = await client.bot(address);
  if (wallet !== null) await expectPayable(client.connection, wallet, "The payout wallet");
  const after = { payoutWallet: wallet ?? bot.payoutWallet, minPayout: minPayout ?? bot.minPayout };
  const told = `payouts from ${formatDollars(after.minPayout)} to ${after.payoutWallet.toBase58()}`;
  return byOwner(client, address, signers, {
    does: "changes its payouts",
    what: `Set ${told}`,
    make: () => client.setPayout(address, after),
    done: `The bot makes ${told}`,
    json: after,
  });
}

export const setOpen = (
  client: ProfitShareClient,
  address: PublicKey,
  signers: Signers,
  open: boolean,
): Promise<Intent> =>
  byOwner(client, address, signers, {
    does: open ? "opens it" : "closes it",
    what: open ? "Take new subscribers" : "Take no new subscribers",
    make: () => client.setOpen(address, open),
    done: open ? "The bot takes new subscribers" : "The bot takes no new subscribers",
    json: { open },
  });

/** @param owner null takes the offer back */
export const transferBot = (
  client: ProfitShareClient,
  address: PublicKey,
  { signers, owner }: { signers: Signers; owner: PublicKey | null },
): Promise<Intent> =>
  byOwner(client, address, signers, {
    does: "transfers it",
    what:
      owner === null
        ? "Take back the offer of the bot"
        : `Offer the bot to ${owner.toBase58()}, with all that is unclaimed and its vault`,
    make: () => client.transferBot(address, owner),
    done:
      owner === null ? "The bot is offered to nobody" : `The bot is offered to ${owner.toBase58()}, who has to accept`,
    json: { pendingOwner: owner },
  });

export async function acceptBot(client: ProfitShareClient, address: PublicKey, signers: Signers): Promise<Intent> {
  const { pendingOwner } = await client.bot(address);
  if (pendingOwner === null) {
    throw new InvalidInput(`Bot ${address.toBase58()} is offered to nobody: its owner begins with \`bot transfer\``);
  }
  const signer = signers.oneOf([{ address: pendingOwner, who: "new owner", does: "accepts" }]);
  return {
    what: `Take over bot ${address.toBase58()}, its unclaimed money and its vault; payouts go to ${pendingOwner.toBase58()} from now on`,
    signer,
    instructions: [await client.acceptBot(address)],
    names: [[signer.address, "new owner"]],
    json: { bot: address, owner: pendingOwner },
    landed: () => ({ text: `You own bot ${address.toBase58()}`, json: {} }),
  };
}

async function byOwner(
  client: ProfitShareClient,
  account: PublicKey,
  signers: Signers,
  change: Change,
): Promise<Intent> {
  const { owner: wallet } = await client.bot(account);
  return changeBy({ kind: "bot", account, wallet, who: "bot's owner" }, signers, change);
}
