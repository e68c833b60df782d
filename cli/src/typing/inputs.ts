/** What can be typed: each command with its arguments and options, as they come from the command line. */

/** What every command takes. */
export interface Common {
  url?: string;
  config?: string;
  /** Seconds. */
  timeout: number;
  json?: true;
}

/** What every command takes that makes a transaction. */
export interface Money extends Common {
  keypair?: string;
  unsigned?: string;
  yes?: true;
  dryRun?: true;
}

/** What every command takes that reads much of the past. */
export interface Walking extends Common {
  /** Requests in a second. */
  rate?: number;
}

interface OnSubscription {
  subscription: string;
}

interface Past extends Walking, OnSubscription {
  instance?: string;
}

export interface TermsInput {
  share?: string;
  basis?: string;
  keeper?: string;
  minBalance?: string;
  minCap?: string;
  text?: string;
  hash?: string;
}

export interface PublishInput extends Money, TermsInput {
  id?: string;
  source: string;
  mint: string;
  minPayout: string;
  wallet?: string;
}

export interface ReportInput extends Walking {
  address: string;
  role: "creator" | "subscriber";
  year: string;
  timeZone: string;
  csv?: true;
  tax?: true;
  prices?: string;
  currency?: string;
  basis: "credited" | "claimed";
  earlierPrice?: true;
}

export interface ReconcileInput extends Walking {
  address: string;
  keeperDatabase?: string;
  index?: string;
}

export interface PrepareInput extends Common {
  bot: string;
  subscriber: string;
  agent: string;
  venueUser?: string;
  accountNo?: string;
  cap: string;
  deposit: string;
  payer?: string;
  out?: string;
}

export interface MigrateInput extends Common, Pick<Money, "keypair" | "yes" | "dryRun"> {
  bots: string;
  subscribers: string;
  mint: string;
  keeper?: string;
  owners?: string;
  app?: string;
  out: string;
}

/** What a party signs that another one handed over. */
export type HandedInput = Omit<Money, "unsigned"> & { transaction: string };

/** By the command's words. */
export interface Inputs {
  terms: Past & { text?: string };
  history: Past;
  report: ReportInput;
  reconcile: ReconcileInput;
  list: Common & { wallet: string };
  "bot list": Common & { owner?: string; creator?: string; open?: true };
  "bot show": Common & { bot: string };
  vault: Common & { bot: string };
  earnings: Walking & { address: string };
  verify: Walking & { address?: string; resume?: string; receipt?: string; head?: string };
  receipt: Walking & { signature: string; subscription?: string; out?: string };
  "verify-program": Common & { artifact?: string; build?: string; idl?: string };
  watch: Common & { subscriptions: string[]; every: number };
  claim: Money & { address?: string; amount?: string; all?: true; to?: string };
  withdraw: Money & OnSubscription & { amount?: string; all?: true; to?: string };
  deposit: Money & OnSubscription & { amount: string };
  cap: Money & OnSubscription & { amount: string };
  settle: Money & OnSubscription;
  sync: Money & OnSubscription;
  payout: Money & OnSubscription;
  waive: Money & OnSubscription & { amount?: string; all?: true };
  unsubscribe: Money & OnSubscription;
  close: Money & OnSubscription & { to?: string };
  "bot publish": PublishInput;
  "bot terms": Money & TermsInput & { bot: string };
  "bot payout": Money & { bot: string; wallet?: string; min?: string };
  "bot open": Money & { bot: string };
  "bot close": Money & { bot: string };
  "bot transfer": Money & { bot: string; owner?: string; cancel?: true };
  "bot accept": Money & { bot: string };
  "keeper register": Money & { signer: string; id?: string };
  "keeper rotate": Money & { keeper: string; signer: string };
  "keeper transfer": Money & { keeper: string; admin?: string; cancel?: true };
  deploy: Common & Pick<Money, "keypair" | "yes"> & { plan: string };
  migrate: MigrateInput;
  "subscribe prepare": PrepareInput;
  "subscribe sign": HandedInput & { out?: string };
  "subscribe cosign": HandedInput;
  "keeper accept": Money & { keeper: string };
}

export type CommandName = keyof Inputs;

/** A command as it was typed. */
export type Typed<Name extends CommandName = CommandName> = {
  [One in Name]: { command: One; input: Inputs[One] };
}[Name];
