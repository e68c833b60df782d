/** The visitor's wallet, by the Wallet Standard. It is asked for signatures of bytes; sending is this app's. */
import { SolanaSignTransaction, type SolanaSignTransactionFeature } from "@solana/wallet-standard-features";
import { getWallets } from "@wallet-standard/app";
import type { Wallet, WalletAccount } from "@wallet-standard/base";
import {
  StandardConnect,
  type StandardConnectFeature,
  StandardDisconnect,
  type StandardDisconnectFeature,
  StandardEvents,
  type StandardEventsFeature,
} from "@wallet-standard/features";
import { useSyncExternalStore } from "react";
import { keep, kept } from "../config/storage";

type UsableWallet = Wallet & {
  features: StandardConnectFeature &
    StandardEventsFeature &
    SolanaSignTransactionFeature &
    Partial<StandardDisconnectFeature>;
};

export interface WalletState {
  /** Those that are installed and can sign for Solana. */
  wallets: readonly UsableWallet[];
  connected: { wallet: UsableWallet; account: WalletAccount } | null;
}

/** The name of the wallet that was connected last, to come back to it. */
const REMEMBERED = "wallet";
const registry = getWallets();
const listeners = new Set<() => void>();
let state: WalletState = { wallets: registry.get().filter(isUsable), connected: null };
let stopFollowing = () => {};

function isUsable(wallet: Wallet): wallet is UsableWallet {
  const needed = [StandardConnect, StandardEvents, SolanaSignTransaction];
  return needed.every((feature) => feature in wallet.features) && wallet.chains.some((it) => it.startsWith("solana:"));
}

function change(next: Partial<WalletState>): void {
  state = { ...state, ...next };
  for (const listener of listeners) listener();
}

/** Wallets come and go; one that was connected before connects again without asking. */
function look(): void {
  change({ wallets: registry.get().filter(isUsable) });
  const name = kept(REMEMBERED);
  const known = state.wallets.find((wallet) => wallet.name === name);
  if (state.connected === null && known !== undefined) void connect(known, true).catch(() => {});
}

registry.on("register", look);
registry.on("unregister", look);
look();

/** @throws what the wallet says where somebody refuses */
export async function connect(wallet: UsableWallet, silent = false): Promise<void> {
  const { accounts } = await wallet.features[StandardConnect].connect({ silent });
  if (accounts.length === 0 && silent) return;
  if (accounts.length === 0) throw new Error(`${wallet.name} gave no account: unlock it and choose one`);
  follow(wallet, accounts);
  stopFollowing();
  stopFollowing = wallet.features[StandardEvents].on("change", ({ accounts: now }) => {
    if (now !== undefined) follow(wallet, now);
  });
  keep(REMEMBERED, wallet.name);
}

/** The wallet's first account is the one that is chosen there. */
function follow(wallet: UsableWallet, [account]: readonly WalletAccount[]): void {
  change({ connected: account === undefined ? null : { wallet, account } });
}

export async function disconnect(): Promise<void> {
  const { connected } = state;
  stopFollowing();
  keep(REMEMBERED, null);
  change({ connected: null });
  await connected?.wallet.features[StandardDisconnect]?.disconnect();
}

/**
 * All of them in one question to the wallet.
 * @param address whose signature is needed: the account may have been switched meanwhile
 * @returns the signed transactions, in their order; the wallet may have changed them
 * @throws what the wallet says where somebody refuses
 */
export async function sign(
  cluster: string,
  address: string,
  transactions: readonly Uint8Array[],
): Promise<Uint8Array[]> {
  const { connected } = state;
  if (connected?.account.address !== address) {
    throw new Error(`The wallet is on another account now: switch it back to ${address} and try again`);
  }
  const { wallet, account } = connected;
  const chain = `solana:${cluster}` as const;
  const asked = transactions.map((transaction) => ({ account, transaction, chain }));
  const signed = await wallet.features[SolanaSignTransaction].signTransaction(...asked);
  if (signed.length !== asked.length) {
    throw new Error(`${wallet.name} returned ${signed.length} of ${asked.length} signed transactions`);
  }
  return signed.map(({ signedTransaction }) => signedTransaction);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const useWallet = (): WalletState => useSyncExternalStore(subscribe, () => state);

/** base58; null while no wallet is connected. */
export const useAccount = (): string | null => useWallet().connected?.account.address ?? null;
