/** Why a transaction failed, in plain words: what happened and what to do. */
import { IDL } from "./idl/profit_share";
import { PROGRAM_ID } from "./program";

export interface Explanation {
  /** Name of the error where it has one, such as `BalanceTooLow`. */
  name: string;
  /** What happened and what to do. */
  message: string;
  /** The custom error code, if the failure has one. */
  code: number | null;
  /** Address of the program that refused, if known. */
  program: string | null;
}

type Words = readonly [name: string, message: string];

const PROGRAM_ERRORS = new Map<number, Words>(IDL.errors.map(({ code, name, msg }) => [code, [name, msg]]));

/** Codes of the Anchor framework, which checks accounts before the program's own code runs. */
const ANCHOR_ERRORS = new Map<number, Words>([
  [
    2000,
    ["ConstraintMut", "An account that has to be writable was passed read-only: build the instruction with this SDK"],
  ],
  [2001, ["ConstraintHasOne", "Two accounts do not belong together: check which bot and subscription were passed"]],
  [2003, ["ConstraintRaw", "An account does not meet a condition of the instruction: check the accounts passed"]],
  [2005, ["ConstraintRentExempt", "An account holds too little SOL to exist: give it its rent"]],
  [2007, ["ConstraintExecutable", "An account that has to be a program is none: build the instruction with this SDK"]],
  [2011, ["ConstraintClose", "An account cannot be closed into itself: pass another destination"]],
  [
    2012,
    ["ConstraintAddress", "An account is not the one that belongs here: read the subscription again and pass its own"],
  ],
  [2013, ["ConstraintZero", "An account is in use already: pass a new one"]],
  [2019, ["ConstraintSpace", "An account has another size than the program's: it belongs to another version"]],
  [
    2020,
    [
      "ConstraintAccountIsNone",
      "An optional account is needed here: for a deposit above 0 pass the paying token account",
    ],
  ],
  [
    2040,
    [
      "ConstraintDuplicateMutableAccount",
      "The same account was passed twice where two are needed: pass different ones",
    ],
  ],
  [2500, ["RequireViolated", "A condition of the instruction does not hold: check its accounts and amounts"]],
]);

const TOKEN_PROGRAM = "TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA";
const SYSTEM_PROGRAM = "11111111111111111111111111111111";

const OTHER_PROGRAMS: Record<string, Map<number, Words>> = {
  [TOKEN_PROGRAM]: new Map([
    [1, ["InsufficientFunds", "The paying token account holds less than the amount: fund it or pay less"]],
    [3, ["MintMismatch", "The token account is of another mint: pass one of the subscription's mint"]],
    [4, ["OwnerMismatch", "The token account does not belong to the signer: pass one that it owns"]],
    [17, ["AccountFrozen", "The token account is frozen by the mint's issuer: use another one"]],
  ]),
  [SYSTEM_PROGRAM]: new Map([
    [0, ["AccountAlreadyInUse", "The address to create exists already: pick another id, or read what is there"]],
    [1, ["ResultWithNegativeLamports", "The payer holds too little SOL for the rent: fund it"]],
  ]),
};

/** Refusals that the runtime names itself, of an instruction or of the whole transaction. */
const RUNTIME: Record<string, string> = {
  MissingRequiredSignature: "A signature is missing: sign with every wallet the instruction names as signer",
  InvalidSeeds: "An account is not at the address derived for it: build the instruction with this SDK",
  IllegalOwner: "An account is owned by another program than expected: check the accounts and the cluster",
  InvalidAccountOwner: "An account is owned by another program than expected: check the accounts and the cluster",
  InvalidAccountData:
    "An account holds other data than expected: check that it exists on this cluster and is of the right kind",
  UninitializedAccount: "An account does not exist yet: create it first",
  NotEnoughAccountKeys: "Accounts are missing: build the instruction with this SDK",
  InvalidInstructionData: "The program does not know this instruction: use the SDK of the program's version",
  IncorrectProgramId: "The program runs at another address than it declares, or a wrong program account was passed",
  ComputationalBudgetExceeded: "The transaction ran out of compute units: raise its limit",
  ProgramFailedToComplete: "The program aborted: raise the compute unit limit, then check the accounts passed",
  ArithmeticOverflow: "An amount is too large",
  InsufficientFunds: "An account holds too little: fund it",
  AccountNotFound: "The fee payer does not exist: fund it with SOL",
  InsufficientFundsForFee: "The fee payer holds too little SOL for the fee: fund it",
  InsufficientFundsForRent: "An account would be left with too little SOL to exist: fund it",
  BlockhashNotFound: "The transaction is too old or was made for another cluster: make and sign it again",
  AlreadyProcessed: "The transaction was processed already: look its signature up",
};

/**
 * @param failure what web3.js threw, an `err` of a transaction or simulation, `{ err, logs }`, or the logs alone
 */
export function explainError(failure: unknown): Explanation {
  const logs = logsOf(failure);
  const origin = logs.map((line) => /^Program (\S+) failed: (.*)$/.exec(line)).find((match) => match !== null);
  const text = textOf(failure);
  const program = origin?.[1] ?? null;
  const reason = origin?.[2] ?? text;

  const code = customCode(reason) ?? customCode(text);
  if (code !== null) return explainCode(code, program);
  const named =
    Object.keys(RUNTIME).find((name) => mentions(reason, name)) ??
    Object.keys(RUNTIME).find((name) => mentions(text, name));
  if (named !== undefined) return { name: named, message: RUNTIME[named]!, code: null, program };
  return { name: "Unknown", message: reason, code: null, program };
}

function explainCode(code: number, program: string | null): Explanation {
  const ours = program === null || program === PROGRAM_ID.toBase58();
  const words = ours ? (PROGRAM_ERRORS.get(code) ?? ANCHOR_ERRORS.get(code)) : OTHER_PROGRAMS[program]?.get(code);
  if (words) return { name: words[0], message: words[1], code, program };
  const who = program === null ? "A program" : `Program ${program}`;
  const hint = program === null ? ": pass the transaction's logs to learn which and why" : "";
  return { name: "Unknown", message: `${who} refused with error ${code}${hint}`, code, program };
}

/** The code in `custom program error: 0x…` or `{"Custom":…}`. */
function customCode(text: string): number | null {
  const hex = /custom program error: 0x([0-9a-f]+)/i.exec(text);
  if (hex) return Number.parseInt(hex[1]!, 16);
  const json = /"Custom":\s*(\d+)/.exec(text);
  return json ? Number(json[1]) : null;
}

/** Whether the text has the error's name, or the words that the runtime's logs use for it. */
function mentions(text: string, name: string): boolean {
  const words = name.replace(/(?<=[a-z])(?=[A-Z])/g, " ").toLowerCase();
  return new RegExp(`\\b${name}\\b`).test(text) || text.toLowerCase().includes(words);
}

function logsOf(failure: unknown): string[] {
  if (Array.isArray(failure)) return failure.filter((line) => typeof line === "string");
  if (typeof failure !== "object" || failure === null) return [];
  // SendTransactionError keeps the logs of a failed simulation in `transactionLogs` and offers them as `logs`.
  const { logs, transactionLogs, logMessages } = failure as Record<string, unknown>;
  const found = [logs, transactionLogs, logMessages].find((candidate) => Array.isArray(candidate));
  return found ? logsOf(found) : [];
}

function textOf(failure: unknown): string {
  if (failure instanceof Error) return failure.message;
  if (typeof failure === "string") return failure;
  if (Array.isArray(failure)) return failure.join("\n");
  if (typeof failure === "object" && failure !== null && "err" in failure) return textOf(failure.err);
  return JSON.stringify(failure) ?? String(failure);
}
