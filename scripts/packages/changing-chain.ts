/** A local chain with one subscription that keeps changing, for a page that watches it. */
import { PROGRAM_ID } from "@profit-share/sdk";
import { LocalChain } from "@profit-share/testing/chain/local-chain";
import { Attested } from "@profit-share/testing/svm/attested";

const EVERY_MS = 200;

export interface ChangingChain {
  rpcUrl: string;
  close(): Promise<void>;
}

export async function openChangingChain(): Promise<ChangingChain> {
  const agreement = Attested.running();
  const { subscription, world } = agreement;
  const chain = await LocalChain.start();
  let balance = 0n;
  const change = () => {
    balance += 1n;
    agreement.patch({ balance });
    chain.setAccount(subscription, PROGRAM_ID, world.account(subscription).data);
  };
  change();
  const timer = setInterval(change, EVERY_MS);
  const close = () => {
    clearInterval(timer);
    return chain.close();
  };
  return { rpcUrl: chain.localnet.rpcUrl, close };
}
