/** Deploys a plan with an Anchor provider: its wallet pays, and becomes the keeper's admin and the bots' owner. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { AnchorProvider } from "@coral-xyz/anchor";
import { deploy, readPlan, type Target } from "@profit-share/cli/deploy";
import { type Keypair, Transaction } from "@solana/web3.js";

const PLAN = join(__dirname, "plan.json");
const PROGRAM = join(__dirname, "../sdk/artifacts/profit_share.so");

/**
 * Leaves alone what is there already. The program itself has to be.
 * @param print one line for each thing that is in place
 */
export async function migrate(
  provider: AnchorProvider,
  {
    file = process.env.PROFIT_SHARE_PLAN ?? PLAN,
    print = console.log,
  }: { file?: string; print?: (line: string) => void } = {},
): Promise<void> {
  if (!existsSync(file)) throw new Error(`There is no ${file}: write it as migrations/plan.example.json shows`);
  const plan = readPlan(readFileSync(file, "utf8"), keypairOf(provider));
  const placed = await deploy(targetOf(provider), { ...plan, program: readFileSync(PROGRAM) });
  for (const { what, address, signature } of placed) {
    print(`${what} ${address.toBase58()} ${signature === null ? "is there already" : `is placed by ${signature}`}`);
  }
}

const targetOf = (provider: AnchorProvider): Target => ({
  connection: provider.connection,
  payer: provider.publicKey,
  send: (instructions, ...signers) => provider.sendAndConfirm(new Transaction().add(...instructions), signers),
});

/** Deploying signs with a keypair. */
function keypairOf({ wallet }: AnchorProvider): Keypair {
  if (wallet.payer === undefined) throw new Error("The provider's wallet has no key here: use one that is a key file");
  return wallet.payer;
}
