/** A wallet for the local chain alone: throw-away accounts by name, which sign without asking. */
import { SolanaSignTransaction, type SolanaSignTransactionInput } from "@solana/wallet-standard-features";
import { type Keypair, VersionedTransaction } from "@solana/web3.js";
import { getWallets } from "@wallet-standard/app";
import type { WalletAccount } from "@wallet-standard/base";
import { StandardConnect, StandardEvents } from "@wallet-standard/features";
import { useSyncExternalStore } from "react";
import { keep, kept } from "../config/storage";
import { keyNamed } from "./lab-keys";

export interface LabAccount {
  name: string;
  address: string;
}

/** The names, the chosen one first. */
const NAMES = "lab-names";
const CHAINS = ["solana:localnet"] as const;

let people: readonly { name: string; key: Keypair }[] = [];
let shown: readonly LabAccount[] = [];
const listeners = new Set<() => void>();
const pages = new Set<(change: { accounts: readonly WalletAccount[] }) => void>();

const accountsOf = (): WalletAccount[] =>
  people.map(({ name, key: { publicKey } }) => ({
    address: publicKey.toBase58(),
    publicKey: publicKey.toBytes(),
    chains: CHAINS,
    features: [SolanaSignTransaction],
    label: name,
  }));

function change(next: typeof people): void {
  people = next;
  shown = next.map(({ name, key }) => ({ name, address: key.publicKey.toBase58() }));
  keep(NAMES, JSON.stringify(next.map(({ name }) => name)));
  for (const page of pages) page({ accounts: accountsOf() });
  for (const listener of listeners) listener();
}

/** Makes the account of that name, and chooses it. */
export async function chooseNamed(name: string): Promise<void> {
  const key = people.find((one) => one.name === name)?.key ?? (await keyNamed(name));
  change([{ name, key }, ...people.filter((one) => one.name !== name)]);
}

async function signTransaction(...inputs: SolanaSignTransactionInput[]) {
  return inputs.map(({ account, transaction }) => {
    const found = people.find(({ key }) => key.publicKey.toBase58() === account.address);
    if (found === undefined) throw new Error(`The lab's wallet has no account ${account.address}`);
    const parsed = VersionedTransaction.deserialize(transaction);
    parsed.sign([found.key]);
    return { signedTransaction: parsed.serialize() };
  });
}

const wallet = {
  version: "1.0.0",
  name: "Lab wallet",
  icon: "data:image/svg+xml;base64,PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciIHZpZXdCb3g9IjAgMCAyMCAyMCI+PHBhdGggZD0iTTggMnY2bC01IDhoMTRsLTUtOFYyeiIgZmlsbD0iIzBiNmU0ZiIvPjwvc3ZnPg==",
  chains: CHAINS,
  get accounts() {
    return accountsOf();
  },
  features: {
    [StandardConnect]: { version: "1.0.0", connect: async () => ({ accounts: accountsOf() }) },
    [StandardEvents]: {
      version: "1.0.0",
      on: (_: string, page: (change: { accounts: readonly WalletAccount[] }) => void) => {
        pages.add(page);
        return () => pages.delete(page);
      },
    },
    [SolanaSignTransaction]: { version: "1.0.0", supportedTransactionVersions: ["legacy", 0], signTransaction },
  },
} as const;

function keptNames(): string[] {
  try {
    const names: unknown = JSON.parse(kept(NAMES) ?? "[]");
    return Array.isArray(names) ? names.filter((name) => typeof name === "string") : [];
  } catch {
    return [];
  }
}

/** Registered once it has the accounts of the last visit, so that a page connects to the same again. */
export async function offerLabWallet(): Promise<void> {
  const names = keptNames();
  const keys = await Promise.all(names.map(keyNamed));
  change(names.map((name, index) => ({ name, key: keys[index]! })));
  getWallets().register(wallet);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const useLabAccounts = (): readonly LabAccount[] => useSyncExternalStore(subscribe, () => shown);
