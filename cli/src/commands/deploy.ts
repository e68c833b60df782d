/** `deploy`: registers the keeper and publishes the bots of a plan. Run again it leaves alone what is there. */
import { act } from "../acting/act";
import { inWords, wordsOf } from "../acting/in-words";
import type { Sending } from "../acting/manner";
import { expectPayable } from "../acting/payout-wallet";
import { type Creator, deploy, type Target } from "../deployment/deploy";
import { readPlan } from "../deployment/plan";
import { EXIT } from "../exit-codes";
import type { Wallet } from "../input/wallet";
import type { Outcome } from "../outcome";
import { list } from "../text/table";

/** @param text of the plan @param wallet becomes the keeper's admin and the bots' owner, and pays */
export async function deployPlan(text: string, wallet: Wallet, sending: Sending): Promise<Outcome> {
  const { client } = sending;
  const plan = readPlan(text, { publicKey: wallet.address });
  // Before the first transaction, so that a plan is not left half done.
  for (const { payoutWallet } of plan.bots) await expectPayable(client.connection, payoutWallet, "The payout wallet");
  const target: Target<Creator> = {
    connection: client.connection,
    payer: wallet.address,
    send: async (instructions) => {
      const signer = { address: wallet.address, wallet };
      const outcome = await act(
        {
          what: instructions.map((instruction) => wordsOf(inWords(instruction, client.programId))).join("\n"),
          signer,
          instructions,
          names: [[wallet.address, "who deploys"]],
          json: {},
          landed: () => ({ text: "", json: {} }),
        },
        sending,
      );
      return (outcome.json as { signature: string }).signature;
    },
  };
  const placed = await deploy(target, { ...plan, program: new Uint8Array() });
  return {
    text: list(
      placed.map(({ what, address, signature }) => [
        what,
        `${address.toBase58()} ${signature === null ? "is there already" : `is placed by ${signature}`}`,
      ]),
    ),
    json: placed,
    exitCode: EXIT.done,
  };
}
