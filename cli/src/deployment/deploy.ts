/**
 * What a deployment does, on any cluster: puts the program in place, registers the keeper, publishes the bots. Run again
 * it leaves what is there alone and refuses to pass over a difference.
 */
import {
  botAddress,
  decodeBot,
  decodeKeeper,
  InvalidInput,
  keeperAddress,
  NotFound,
  PROGRAM_ID,
  publishBot,
  registerKeeper,
  type Terms,
} from "@profit-share/sdk";
import type { Connection, Keypair, PublicKey, TransactionInstruction } from "@solana/web3.js";
import { offersSame } from "./same-terms";

/** What signs for a creator: a keypair, or whatever the target's `send` can sign with. */
export interface Creator {
  publicKey: PublicKey;
}

/** Where to deploy to. */
export interface Target<Key extends Creator = Keypair> {
  connection: Connection;
  /** Pays fees and rents. */
  payer: PublicKey;
  /** Sends one transaction, signed by the payer and the signers, and waits for its confirmation; its signature. */
  send: (instructions: readonly TransactionInstruction[], ...signers: Key[]) => Promise<string>;
  /**
   * Puts a program at an address; only a local chain can. Elsewhere the program is deployed with Solana's own tools
   * before, because that is a matter of many transactions and of who holds the upgrade authority.
   */
  installProgram?: (address: PublicKey, elf: Uint8Array) => void;
}

export interface KeeperPlan<Key extends Creator = Keypair> {
  /** Becomes the admin. */
  creator: Key;
  /** 16 bytes. */
  id: Uint8Array;
  /** The hot key. */
  signer: PublicKey;
}

export interface BotPlan<Key extends Creator = Keypair> {
  creator: Key;
  /** 16 bytes. */
  id: Uint8Array;
  /** Attested bots get the keeper of the plan. */
  terms: Omit<Terms, "version" | "keeper">;
  /** Base units. */
  minPayout: bigint;
  payoutWallet: PublicKey;
}

export interface Plan<Key extends Creator = Keypair> {
  program: Uint8Array;
  keeper: KeeperPlan<Key>;
  bots: readonly BotPlan<Key>[];
}

/** One thing that is in place now. `signature` is null if no transaction was needed. */
export interface Placed {
  what: "program" | "keeper" | "bot";
  address: PublicKey;
  signature: string | null;
}

/**
 * @returns program, keeper and bots in the plan's order, each with what it took
 * @throws NotFound if the program is missing and cannot be installed; InvalidInput if something there differs from the plan
 */
export async function deploy<Key extends Creator>(target: Target<NoInfer<Key>>, plan: Plan<Key>): Promise<Placed[]> {
  const program = await placeProgram(target, plan.program);
  const keeper = await placeKeeper(target, plan.keeper);
  const bots: Placed[] = [];
  for (const bot of plan.bots) bots.push(await placeBot(target, bot, keeper.address));
  return [program, keeper, ...bots];
}

async function placeProgram<Key extends Creator>(
  { connection, installProgram }: Target<Key>,
  elf: Uint8Array,
): Promise<Placed> {
  const there = await connection.getAccountInfo(PROGRAM_ID);
  if (there !== null && !there.executable) {
    throw new InvalidInput(`${PROGRAM_ID.toBase58()} exists and is no program: this is not a cluster to deploy to`);
  }
  if (there === null) {
    if (installProgram === undefined) {
      // Without path and query, which may hold an access key.
      const node = new URL(connection.rpcEndpoint).origin;
      const message =
        `The program is not at ${PROGRAM_ID.toBase58()} on ${node}: deploy it there first with ` +
        "`solana program deploy sdk/artifacts/profit_share.so --program-id KEYPAIR`";
      throw new NotFound("program", PROGRAM_ID, message);
    }
    installProgram(PROGRAM_ID, elf);
  }
  return { what: "program", address: PROGRAM_ID, signature: null };
}

async function placeKeeper<Key extends Creator>(
  target: Target<Key>,
  { creator, id, signer }: KeeperPlan<Key>,
): Promise<Placed> {
  const address = keeperAddress(creator.publicKey, id);
  const there = await target.connection.getAccountInfo(address);
  if (there === null) {
    const make = registerKeeper({ creator: creator.publicKey, payer: target.payer, id, signer });
    return { what: "keeper", address, signature: await target.send([make], creator) };
  }
  const registered = decodeKeeper(there.data).signer;
  if (!registered.equals(signer)) {
    throw new InvalidInput(
      `Keeper ${address.toBase58()} has the signer ${registered.toBase58()}, the plan says ${signer.toBase58()}: ` +
        "correct the plan, or let the keeper's admin rotate the signer",
    );
  }
  return { what: "keeper", address, signature: null };
}

async function placeBot<Key extends Creator>(
  target: Target<Key>,
  plan: BotPlan<Key>,
  keeper: PublicKey,
): Promise<Placed> {
  const { creator, id, minPayout, payoutWallet } = plan;
  const terms = { ...plan.terms, keeper: plan.terms.source === "attested" ? keeper : null };
  const address = botAddress(creator.publicKey, id);
  const there = await target.connection.getAccountInfo(address);
  if (there === null) {
    const { payer } = target;
    const make = publishBot({ creator: creator.publicKey, payer, id, terms, minPayout, payoutWallet });
    return { what: "bot", address, signature: await target.send([make], creator) };
  }
  // Its owner may have changed the payout since; what a subscriber agrees to has to be the plan's.
  const published = decodeBot(there.data);
  if (!offersSame(published.terms, terms)) {
    throw new InvalidInput(
      `Bot ${address.toBase58()} is published with other terms: correct the plan or use another id`,
    );
  }
  return { what: "bot", address, signature: null };
}
