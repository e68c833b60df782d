import { anchorProgram } from "@profit-share/sdk/anchor";
import { PublicKey } from "@solana/web3.js";

export async function program(): Promise<PublicKey> {
  const { methods, account } = anchorProgram();
  await methods.setOpen(true).accountsPartial({ owner: PublicKey.default, bot: PublicKey.default }).instruction();
  const { bot, terms } = await account.subscription.fetch(PublicKey.default);
  // @ts-expect-error There is no such instruction.
  await methods.setClosed(true).rpc();
  return terms.profitShareBps > 0 ? bot : PublicKey.default;
}
