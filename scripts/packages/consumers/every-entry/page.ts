/** The other entries for browsers, too: a history that proves nothing yet, a refusal in words, Drift's instructions, a claim. */
import * as sdk from "@profit-share/sdk";
import { claimsTransaction, planClaims } from "@profit-share/sdk/claims";
import { driftInstructions, driftUserAddress } from "@profit-share/sdk/drift";
import { estimateEarnings, firstHead, periodOf, steps, verifyHistory } from "@profit-share/sdk/history";
import { IDL } from "@profit-share/sdk/idl";
import { profileMessage } from "@profit-share/sdk/profiles";
import { explainError } from "@profit-share/sdk/sending";
import { PublicKey } from "@solana/web3.js";

function use(): string {
  if ("Buffer" in globalThis || "process" in globalThis) throw new Error("The page has globals of Node");
  const key = PublicKey.default;
  const terms: sdk.Terms = {
    ...{ source: "attested", feeBasis: "each_close", profitShareBps: 1_000, version: 1, keeper: key, mint: key },
    ...{ minBalance: 0n, minDailyCap: 1n, hash: new Uint8Array(32) },
  };
  const start = { programId: sdk.PROGRAM_ID, subscription: key, bot: key, instance: 1n, terms };
  const { mismatch } = verifyHistory(start, [], { account: { sequence: 0n, head: firstHead(start) } });
  const { name } = explainError({
    err: { InstructionError: [0, { Custom: IDL.errors[0].code }] },
    programs: [sdk.PROGRAM_ID],
  });
  const user = driftUserAddress(key, 0);
  const { data } = driftInstructions.deleteUser({ user, authority: key });
  const owned = { address: key, owner: key, terms } as Parameters<typeof planClaims>[0]["bots"][number];
  const vaults = [{ bot: key, amount: 1n }];
  const [planned] = planClaims({ bots: [owned], subscriptions: [], vaults });
  const claim = claimsTransaction(planned!, key.toBase58()).serialize();
  const period = periodOf(estimateEarnings([], { now: 0n, began: 0n }).week);
  const figures = `${claim.length} ${steps([]).length} ${period}`;
  const profile = { bot: key, number: 1, name: "Momentum", about: "", links: [], avatar: null };
  const message = profileMessage(profile, { programId: sdk.PROGRAM_ID, genesisHash: "" });
  return `${mismatch === null} ${name === IDL.errors[0].name} ${data.length} ${figures} ${message.length}`;
}

function said(): string {
  try {
    return use();
  } catch (error) {
    return String(error);
  }
}
document.body.dataset.result = said();
