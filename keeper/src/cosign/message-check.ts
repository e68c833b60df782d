/**
 * Whether a message is what was agreed on, and lends the agent's signature to nothing else. Pure.
 *
 * A signature reaches an instruction only if that instruction names the signer. So what other instructions do is the
 * subscriber's own matter, as long as none of them names the agent.
 */
import { PROGRAM_ID } from "@profit-share/sdk";
import { MOST, programsOf } from "@profit-share/sdk/sending";
import {
  ComputeBudgetProgram,
  type PublicKey,
  type TransactionInstruction,
  type VersionedMessage,
} from "@solana/web3.js";
import { CosignRefused } from "./refusal";

export interface Agreed {
  /** `subscribe` as the server would build it now. */
  instruction: TransactionInstruction;
  subscriber: PublicKey;
  agent: PublicKey;
}

export interface MessageRules {
  /** Lamports: the most that the subscriber may pay for signatures and priority. */
  maxFee: bigint;
  /** Programs whose instructions a wallet may add. None of them may name the agent. */
  allowedPrograms: readonly PublicKey[];
}

/** What a wallet may ask of the compute budget, by the first byte: a heap, units, their price, bytes to load. */
const BUDGET_LENGTHS: Readonly<Record<number, number>> = { 1: 5, 2: 5, 3: 9, 4: 5 };
const UNIT_LIMIT = 2;
const UNIT_PRICE = 3;
const LAMPORTS_PER_SIGNATURE = 5_000n;
const MICRO_LAMPORTS = 1_000_000n;

/**
 * Where the accepted terms stand in the instruction: their version, a u32, and the highest share, a u16. Everything else of
 * it stays the same when a bot changes its terms.
 */
const TERMS = { start: 8, end: 14 };

/**
 * @returns whether the terms that were signed are those of the instruction
 * @throws CosignRefused naming what is not as agreed
 */
export function checkMessage(message: VersionedMessage, agreed: Agreed, rules: MessageRules): { sameTerms: boolean } {
  checkAccounts(message);
  checkParties(message, agreed);
  const programs = programsOf(message);
  const budget = new Map<number, bigint>();
  let found: { sameTerms: boolean } | null = null;
  for (const [index, program] of programs.entries()) {
    if (program.equals(PROGRAM_ID)) {
      if (found !== null) throw no(`Instruction ${index} is a second one of the program: exactly one is signed`);
      found = checkSubscribe(message, index, agreed.instruction);
      continue;
    }
    if (namedBy(message, index).some((key) => key.equals(agreed.agent)) || program.equals(agreed.agent)) {
      throw no(`Instruction ${index}, of ${program.toBase58()}, names the agent: only subscribe may`);
    }
    if (program.equals(ComputeBudgetProgram.programId)) readBudget(message, index, budget);
    else if (!rules.allowedPrograms.some((allowed) => allowed.equals(program))) {
      throw no(
        `Instruction ${index} is of ${program.toBase58()}, which is not among the programs that this server allows`,
      );
    }
  }
  if (found === null) throw no("It has no instruction of the profit_share program: sign the one that was prepared");
  checkFee(budget, rules.maxFee);
  return found;
}

const no = (message: string): CosignRefused => new CosignRefused("not_as_agreed", message);

/** Every account is named in the message itself, and by a number that it has. */
function checkAccounts(message: VersionedMessage): void {
  if (message.version !== "legacy" && message.addressTableLookups.length > 0) {
    // Resolving them would make what was checked depend on accounts that somebody may change.
    throw no("It uses an address lookup table: name every account in the transaction itself");
  }
  const { compiledInstructions, staticAccountKeys } = message;
  const used = compiledInstructions.flatMap((one) => [one.programIdIndex, ...one.accountKeyIndexes]);
  if (used.some((index) => index >= staticAccountKeys.length))
    throw no("It names an account by a number it does not have");
}

/** Who pays and who signs. */
function checkParties({ header, staticAccountKeys }: VersionedMessage, { subscriber, agent }: Agreed): void {
  const [payer, second] = staticAccountKeys;
  if (!payer?.equals(subscriber)) throw no(`The fee payer is ${payer?.toBase58()}: it has to be the subscriber`);
  if (header.numRequiredSignatures !== 2 || !second?.equals(agent)) {
    throw no(`Beside the subscriber the agent ${agent.toBase58()} alone has to sign, and nobody else`);
  }
}

function checkSubscribe(message: VersionedMessage, index: number, agreed: TransactionInstruction) {
  const { data } = message.compiledInstructions[index]!;
  const sameData = (start: number, end?: number) =>
    Buffer.from(data.subarray(start, end)).equals(agreed.data.subarray(start, end));
  if (!sameData(0, TERMS.start))
    throw no(`Instruction ${index} is another one of the program: only subscribe is signed`);
  if (!sameData(TERMS.end)) throw no(`Instruction ${index} has another cap, deposit or account number than agreed`);
  const named = namedBy(message, index);
  if (named.length !== agreed.keys.length) {
    throw no(`Instruction ${index} names ${named.length} accounts, subscribe ${agreed.keys.length}`);
  }
  const indexes = message.compiledInstructions[index]!.accountKeyIndexes;
  for (const [position, { pubkey }] of agreed.keys.entries()) {
    const key = named[position]!;
    if (!key.equals(pubkey)) {
      throw no(`Account ${position} of subscribe is ${key.toBase58()}, agreed was ${pubkey.toBase58()}`);
    }
    const writable = agreed.keys.some((other) => other.pubkey.equals(pubkey) && other.isWritable);
    if (message.isAccountWritable(indexes[position]!) !== writable) {
      throw no(`Account ${position} of subscribe, ${key.toBase58()}, has to be ${writable ? "writable" : "read-only"}`);
    }
  }
  return { sameTerms: sameData(TERMS.start, TERMS.end) };
}

const namedBy = ({ compiledInstructions, staticAccountKeys }: VersionedMessage, index: number): PublicKey[] =>
  compiledInstructions[index]!.accountKeyIndexes.map((key) => staticAccountKeys[key]!);

/** Adds what the instruction asks for, by its number. */
function readBudget(message: VersionedMessage, index: number, asked: Map<number, bigint>): void {
  const data = Buffer.from(message.compiledInstructions[index]!.data);
  const kind = data[0] ?? 0;
  if (data.length !== BUDGET_LENGTHS[kind] || asked.has(kind)) {
    throw no(`Instruction ${index} asks the compute budget for something that is not known here, or twice`);
  }
  asked.set(kind, kind === UNIT_PRICE ? data.readBigUInt64LE(1) : BigInt(data.readUInt32LE(1)));
}

/** Without a limit the network charges for no more than the most that a transaction can ask for. */
function checkFee(budget: ReadonlyMap<number, bigint>, maxFee: bigint): void {
  const units = budget.get(UNIT_LIMIT) ?? BigInt(MOST.computeUnits);
  const priority = ((budget.get(UNIT_PRICE) ?? 0n) * units + MICRO_LAMPORTS - 1n) / MICRO_LAMPORTS;
  const fee = 2n * LAMPORTS_PER_SIGNATURE + priority;
  if (fee > maxFee) {
    throw no(
      `The fee may be up to ${fee} lamports, more than the ${maxFee} that this server signs for: offer a lower price`,
    );
  }
}
