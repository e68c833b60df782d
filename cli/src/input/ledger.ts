/** A Ledger as Solana's tools name it: usb://ledger?key=0/0. Its packages are loaded only when one is used. */
import { InvalidInput } from "@profit-share/sdk";
import { PublicKey, type VersionedTransaction } from "@solana/web3.js";
import { loadOptional } from "./optional-package";
import type { Wallet } from "./wallet";

/** What is needed of `@ledgerhq/hw-app-solana`. */
export interface LedgerApp {
  getAddress(path: string): Promise<{ address: Uint8Array }>;
  signTransaction(path: string, message: Buffer): Promise<{ signature: Uint8Array }>;
}

const APP = "@ledgerhq/hw-app-solana";
const TRANSPORT = "@ledgerhq/hw-transport-node-hid";

export const isLedger = (path: string): boolean => path.startsWith("usb:");

/**
 * @param uri as `solana` takes it: usb://ledger, with the wallet's base address behind it where several are plugged in, and ?key=
 * @param name as messages name it
 * @throws InvalidInput if it is none, its packages are missing, or another device is plugged in
 */
export async function openLedger(uri: string, name: string, open: () => Promise<LedgerApp> = openApp): Promise<Wallet> {
  const { base, path } = parseUri(uri);
  const app = await open();
  const addressAt = async (at: string) => new PublicKey((await asked(name, app.getAddress(at))).address);
  if (base !== null && !(await addressAt(BASE)).equals(base)) {
    throw new InvalidInput(`The Ledger that is plugged in is not ${base.toBase58()} of ${uri}: plug in that one`);
  }
  const address = await addressAt(path);
  return {
    address,
    name: `The wallet ${name}`,
    sign: async (transaction: VersionedTransaction) => {
      const message = Buffer.from(transaction.message.serialize());
      transaction.addSignature(address, (await asked(name, app.signTransaction(path, message))).signature);
    },
  };
}

const BASE = "44'/501'";

const URI = /^usb:\/\/ledger(?:\/([1-9A-HJ-NP-Za-km-z]{32,44}))?(?:\?key=(\d{1,9})'?(?:\/(\d{1,9})'?)?)?$/;

/** `key` is account and change; without it the base address is meant, as Solana's tools have it. */
function parseUri(uri: string): { base: PublicKey | null; path: string } {
  const match = URI.exec(uri);
  if (match === null) {
    throw new InvalidInput(`"${uri}" is no Ledger: pass one like usb://ledger, or usb://ledger?key=0/0`);
  }
  const [, base, ...steps] = match;
  // Every step is hardened.
  const path = [BASE, ...steps.filter((step) => step !== undefined).map((step) => `${step}'`)].join("/");
  return { base: base === undefined ? null : new PublicKey(base), path };
}

async function openApp(): Promise<LedgerApp> {
  const { default: App } = load<{ default: new (transport: unknown) => LedgerApp }>(APP);
  const { default: transport } = load<{ default: { create(): Promise<unknown> } }>(TRANSPORT);
  return new App(
    await transport.create().catch(() => {
      throw new InvalidInput("No Ledger answers: plug it in, unlock it, and open its Solana app");
    }),
  );
}

const load = <Module>(name: string): Module => loadOptional(name, "usb://ledger");

/** By the status that the device answers. */
const WORDS: Readonly<Record<number, string>> = {
  21781: "it is locked: unlock it",
  27013: "you refused on the device: nothing was sent",
  27904: "its Solana app is not open: open it",
  28160: "its Solana app is not open: open it",
  25873: "its Solana app is not open: open it",
};

/** The device refused, or cannot. */
export class DeviceRefused extends Error {
  override readonly name = "DeviceRefused";
}

async function asked<T>(name: string, answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    const { statusCode, message } = error as { statusCode?: number; message: string };
    const known = statusCode === undefined ? undefined : WORDS[statusCode];
    // The app knows no instruction of this program, so it signs only what it is allowed to sign unread.
    const blind = /blind sign/i.test(message) ? "allow blind signing in its Solana app's settings" : message;
    throw new DeviceRefused(`The Ledger ${name}: ${known ?? blind}`, { cause: error });
  }
}
