/** `claim --all`: everything that the bots of one owner have in escrows and vaults, in as few transactions as it fits into. */
import {
  formatDollars,
  InvalidInput,
  type Located,
  max,
  type ProfitShareClient,
  type Subscription,
  toBase58,
  tokenAccountIn,
} from "@profit-share/sdk";
import {
  type ClaimsReport,
  claimsTransaction,
  type PlannedClaims,
  planClaims,
  sendClaims,
} from "@profit-share/sdk/claims";
import { listBots, listSubscriptions } from "@profit-share/sdk/listing";
import type { Simulation } from "@profit-share/sdk/sending";
import type { PublicKey } from "@solana/web3.js";
import { expectConsent } from "../../acting/consent";
import { givenDestination } from "../../acting/destination";
import { inWords, wordsOf } from "../../acting/in-words";
import type { Sending } from "../../acting/manner";
import { simulated } from "../../acting/prepare";
import { isVault, type Signer, type Signers } from "../../acting/signer";
import { EXIT } from "../../exit-codes";
import type { Outcome } from "../../outcome";
import { bothUnits, formatSol } from "../../text/amounts";
import { allPages } from "../all-pages";
import { vaultOf } from "./claim";

export async function claimAll(
  { signers, to }: { signers: Signers; to: PublicKey | null },
  sending: Sending,
): Promise<Outcome> {
  const { client, manner } = sending;
  const signer = signers.anybody("bots' owner");
  const plan = await planFor(client, signer.address, to);
  if (plan.length === 0) {
    return {
      text: `Nothing to claim: no bot of ${signer.address.toBase58()} has money in an escrow or its vault.`,
      json: { claimed: 0n, transactions: [] },
      exitCode: EXIT.done,
    };
  }
  const { blockhash } = await client.connection.getLatestBlockhash("confirmed");
  const simulations: Simulation[] = [];
  for (const planned of plan) simulations.push(await simulated(client, claimsTransaction(planned, blockhash)));
  const preview = previewOf(plan, simulations);
  if (signer.wallet === null || manner.dryRun) return printed(client, signer, { plan, blockhash, preview });
  await expectConsent(preview, sending);
  return send(client, signer, plan);
}

async function planFor(client: ProfitShareClient, owner: PublicKey, to: PublicKey | null): Promise<PlannedClaims[]> {
  const { connection, programId } = client;
  const bots = await allPages(listBots(client, { owner }));
  const subscriptions: Located<Subscription>[] = [];
  const vaults: { bot: PublicKey; amount: bigint }[] = [];
  for (const { address: bot } of bots) {
    subscriptions.push(...(await allPages(listSubscriptions(client, { bot }))));
    vaults.push({ bot, amount: (await vaultOf(client, bot)).holds });
  }
  const mints = [...new Map(bots.map(({ terms: { mint } }) => [mint.toBase58(), mint])).values()];
  const destinations = await Promise.all(
    mints.map(async (mint) => {
      if (to === null) return { mint, create: true } as const;
      const { address, prepare } = await givenDestination(connection, mint, to, owner);
      // What would have to be made first for somebody else is no part of these transactions.
      if (prepare.length > 0 && tokenAccountIn(await connection.getAccountInfo(address)) === null) {
        throw new InvalidInput(
          `--to ${to.toBase58()} has no token account of mint ${mint.toBase58()} yet: make ${address.toBase58()} first, or leave --to out`,
        );
      }
      return { mint, address };
    }),
  );
  // A multisig asks for compute units itself.
  const asking = isVault(owner) ? { computeUnitPrice: null } : {};
  return planClaims({ bots, subscriptions, vaults, destinations, ...asking }, programId);
}

function previewOf(plan: readonly PlannedClaims[], simulations: readonly Simulation[]): string {
  const claims = plan.flatMap((planned) => planned.claims);
  const lines = claims.map(({ bot, subscription, amount }) => {
    const from = subscription === null ? `vault of bot ${bot.toBase58()}` : `subscription ${subscription.toBase58()}`;
    return `  ${formatDollars(amount)} from ${from}`;
  });
  const fee = simulations.reduce((sum, simulation) => sum + (simulation.fee?.total ?? 0n), 0n);
  const rent = simulations.reduce((most, simulation) => max(most, simulation.rent.paid), 0n);
  return [
    `Claim ${formatDollars(total(plan))} from ${claims.length} escrows and vaults, in ${plan.length} transactions, to ${[...new Set(plan.map(({ destination }) => destination.toBase58()))].join(", ")}`,
    ...lines,
    "",
    `The fees are ${formatSol(fee)}.`,
    ...(rent > 0n ? [`A new token account takes ${formatSol(rent)} of rent.`] : []),
  ].join("\n");
}

function printed(
  { programId }: ProfitShareClient,
  { address, wallet }: Signer,
  { plan, blockhash, preview }: { plan: readonly PlannedClaims[]; blockhash: string; preview: string },
): Outcome {
  const transactions = plan.map((planned) => {
    const wire = claimsTransaction(planned, blockhash).serialize();
    const instructions = planned.instructions.map((instruction) => inWords(instruction, programId));
    return {
      amount: planned.amount,
      transaction: Buffer.from(wire).toString("base64"),
      base58: toBase58(wire),
      instructions,
    };
  });
  const note =
    wallet === null
      ? `Nothing was signed or sent. Import each where ${address.toBase58()} signs: for Squads that is the base58 text.`
      : "Nothing was signed or sent: this is a dry run.";
  const texts = transactions.map(({ instructions, transaction, base58 }) =>
    [instructions.map(wordsOf).join("\n"), `base64\n${transaction}`, `base58\n${base58}`].join("\n\n"),
  );
  return {
    text: [preview, ...texts, note].join("\n\n"),
    json: { signer: address, claimed: null, transactions },
    exitCode: EXIT.done,
  };
}

async function send(client: ProfitShareClient, { wallet }: Signer, plan: readonly PlannedClaims[]): Promise<Outcome> {
  const reports: ClaimsReport[] = [];
  const sent = sendClaims(client.connection, plan, {
    sign: async (transactions) => {
      for (const transaction of transactions) await wallet!.sign(transaction);
      return transactions;
    },
  });
  for await (const report of sent) reports.push(report);
  const landed = reports.filter(({ error }) => error === null);
  const failed = reports.length - landed.length;
  const claimed = total(landed.map(({ planned }) => planned));
  return {
    text: [
      `Claimed ${bothUnits(claimed)}`,
      ...reports.map(({ planned, signature, error }) =>
        error === null ? `signature ${signature}` : `NOT CLAIMED ${formatDollars(planned.amount)}: ${error.message}`,
      ),
      ...(failed === 0
        ? []
        : [`${failed} of ${reports.length} transactions failed: run it again, nothing is claimed twice`]),
    ].join("\n"),
    json: {
      claimed,
      transactions: reports.map(({ planned: { amount, claims, destination }, signature, error }) => ({
        ...{ amount, claims, destination, signature },
        error: error?.message ?? null,
      })),
    },
    exitCode: failed === 0 ? EXIT.done : EXIT.refused,
  };
}

const total = (plan: readonly PlannedClaims[]): bigint => plan.reduce((sum, { amount }) => sum + amount, 0n);
