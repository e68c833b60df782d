/** A wallet of the Wallet Standard that is put into a page before anything else. Keys stay in the test: it signs there. */
import { type Keypair, VersionedTransaction } from "@solana/web3.js";
import type { BrowserContext } from "playwright-core";

export class InjectedWallet {
  /** Said instead of signing; null: it signs. */
  refusal: string | null = null;
  /** Transactions that it was asked to sign. */
  asked = 0;
  /** Holds signing back, as a person who reads. */
  hold: Promise<void> = Promise.resolve();
  /** What it makes of a transaction before it signs. */
  change: (transaction: VersionedTransaction) => VersionedTransaction = (transaction) => transaction;

  private constructor(
    private readonly context: BrowserContext,
    private readonly keys: readonly Keypair[],
  ) {}

  /** @param keys its accounts, the chosen one first */
  static async into(context: BrowserContext, ...keys: Keypair[]): Promise<InjectedWallet> {
    const wallet = new InjectedWallet(context, keys);
    await context.exposeFunction("signInTest", (address: string, bytes: number[]) => wallet.sign(address, bytes));
    const accounts = keys.map(({ publicKey }) => ({ address: publicKey.toBase58(), key: [...publicKey.toBytes()] }));
    await context.addInitScript(inject, accounts);
    return wallet;
  }

  /** Somebody chooses another account in the wallet. */
  async switchTo(key: Keypair): Promise<void> {
    const address = key.publicKey.toBase58();
    for (const page of this.context.pages()) {
      await page.evaluate((to) => (globalThis as unknown as Hooks).switchInTest(to), address);
    }
  }

  private async sign(address: string, bytes: number[]): Promise<number[]> {
    this.asked += 1;
    await this.hold;
    if (this.refusal !== null) throw new Error(this.refusal);
    const key = this.keys.find(({ publicKey }) => publicKey.toBase58() === address);
    if (key === undefined) throw new Error(`The wallet has no key for ${address}`);
    const transaction = this.change(VersionedTransaction.deserialize(Uint8Array.from(bytes)));
    transaction.sign([key]);
    return [...transaction.serialize()];
  }
}

/** The page's window, as far as it is used here; this side knows no DOM. */
interface Hooks extends EventTarget {
  signInTest(address: string, bytes: number[]): Promise<number[]>;
  switchInTest(address: string): void;
}

/** Runs in the page, and so uses nothing from outside. */
function inject(given: { address: string; key: number[] }[]): void {
  const page = globalThis as unknown as Hooks;
  const chains = ["solana:localnet"] as const;
  const features = ["solana:signTransaction"] as const;
  let accounts = given.map(({ address, key }) => ({ address, publicKey: Uint8Array.from(key), chains, features }));
  const listeners = new Set<(change: object) => void>();
  page.switchInTest = (address) => {
    accounts = [
      ...accounts.filter((one) => one.address === address),
      ...accounts.filter((one) => one.address !== address),
    ];
    for (const listener of listeners) listener({ accounts });
  };
  const wallet = {
    version: "1.0.0",
    name: "Test wallet",
    icon: "data:image/svg+xml;base64,PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciLz4=",
    chains,
    get accounts() {
      return accounts;
    },
    features: {
      "standard:connect": { version: "1.0.0", connect: async () => ({ accounts }) },
      "standard:events": {
        version: "1.0.0",
        on: (_: string, listener: (change: object) => void) => {
          listeners.add(listener);
          return () => listeners.delete(listener);
        },
      },
      "solana:signTransaction": {
        version: "1.0.0",
        supportedTransactionVersions: ["legacy", 0],
        signTransaction: (...asked: { account: { address: string }; transaction: Uint8Array }[]) =>
          Promise.all(
            asked.map(async ({ account, transaction }) => ({
              signedTransaction: Uint8Array.from(await page.signInTest(account.address, [...transaction])),
            })),
          ),
      },
    },
  };
  const register = ({ detail }: { detail?: unknown }) => (detail as { register(it: object): void }).register(wallet);
  page.addEventListener("wallet-standard:app-ready", (event) => register(event as CustomEvent));
  page.dispatchEvent(
    new CustomEvent("wallet-standard:register-wallet", {
      detail: (api: { register(it: object): void }) => api.register(wallet),
    }),
  );
}
