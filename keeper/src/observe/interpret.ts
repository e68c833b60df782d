/** From the accounts of one slot to what they mean for a subscription. Pure. */
import {
  decodeKeeper,
  PROGRAM_ID,
  type Subscription,
  TOKEN_2022_PROGRAM_ID,
  TOKEN_PROGRAM_ID,
  type TokenAccount,
  tokenAccountIn,
} from "@profit-share/sdk";
import type { PublicKey } from "@solana/web3.js";
import type { AgentSigner } from "../send/agent-signer";
import { botIn, clockIn, type PurseOf, subscriptionIn } from "./dependencies";
import type { Observed, Sighted, TokenAccountState } from "./observed";
import type { Accounts, Reading } from "./reading";
import { venueIn } from "./venue";

/** Whom this process signs for. */
export interface Keys {
  /** The fee payer; of attested subscriptions the keeper account's signer. */
  signer: PublicKey;
  agents: Pick<AgentSigner, "has">;
}

/** Everything but the closes, which the chain does not know. @throws NoSubscription, Error if its bot does not exist */
export function interpret(
  address: PublicKey,
  { slot, accounts }: Reading,
  { signer, agents }: Keys,
  purseOf: PurseOf,
): Sighted {
  const subscription = subscriptionIn(address, accounts);
  const bot = botIn(subscription, accounts);
  const { agent, terms } = subscription;
  const wallet = bot.payoutWallet;
  const payoutAccount = purseOf(terms.mint, wallet);
  return {
    address,
    slot,
    now: clockIn(accounts),
    subscription,
    bot,
    escrowAmount: tokensIn(subscription.escrow, accounts)?.amount ?? null,
    venue: venueIn(subscription, accounts),
    keeperSigns: keeperSigner(subscription, accounts)?.equals(signer) ?? false,
    agent: {
      signs: agents.has(agent),
      // Deriving it takes longer than everything else here, and few need it.
      get tokenAccount() {
        return purseOf(terms.mint, agent);
      },
      get tokens() {
        return spendable(agent, tokensIn(this.tokenAccount, accounts));
      },
    },
    payout: { wallet, tokenAccount: payoutAccount, state: payoutState(wallet, payoutAccount, accounts) },
    refund: {
      get tokenAccount() {
        return purseOf(terms.mint, subscription.subscriber);
      },
      get state() {
        return stateOf(subscription.subscriber, this.tokenAccount, accounts);
      },
    },
  };
}

function keeperSigner({ terms }: Subscription, accounts: Accounts): PublicKey | null {
  const account = terms.keeper === null ? null : accounts.get(terms.keeper.toBase58());
  return account ? decodeKeeper(account.data).signer : null;
}

/** null if there is none. */
function tokensIn(address: PublicKey, accounts: Accounts): TokenAccount | null {
  return tokenAccountIn(accounts.get(address.toBase58()) ?? null);
}

function spendable(agent: PublicKey, account: TokenAccount | null): bigint {
  return account?.owner.equals(agent) && !account.frozen ? account.amount : 0n;
}

function payoutState(wallet: PublicKey, address: PublicKey, accounts: Accounts): Observed["payout"]["state"] {
  const holder = accounts.get(wallet.toBase58());
  const foreign = [TOKEN_PROGRAM_ID, TOKEN_2022_PROGRAM_ID, PROGRAM_ID].some((program) =>
    holder?.owner.equals(program),
  );
  return holder?.executable || foreign ? "unpayable" : stateOf(wallet, address, accounts);
}

function stateOf(wallet: PublicKey, address: PublicKey, accounts: Accounts): TokenAccountState {
  const account = tokensIn(address, accounts);
  if (account === null) return "missing";
  if (!account.owner.equals(wallet)) return "foreign";
  return account.frozen ? "frozen" : "ready";
}
