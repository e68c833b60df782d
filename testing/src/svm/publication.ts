/** One bot and its owner: makes every instruction about it, in the form that works. */
import {
  type AcceptBot,
  acceptBot,
  type Bot,
  type ClaimVault,
  claimVault,
  decodeBot,
  type PublishBot,
  publishBot,
  type SetOpen,
  type SetPayout,
  setOpen,
  setPayout,
  type Terms,
  type TransferBot,
  transferBot,
  type UpdateTerms,
  updateTerms,
  vaultAddress,
} from "@profit-share/sdk";
import type { PublicKey, TransactionInstruction } from "@solana/web3.js";
import { ACTORS } from "./actors";
import { Amount } from "./constants";
import type { World } from "./world";

const { creator, payoutWallet, eve } = ACTORS;

export abstract class Publication {
  abstract readonly bot: PublicKey;
  abstract readonly botId: Uint8Array;
  abstract readonly terms: Terms;

  constructor(readonly world: World) {}

  get vault(): PublicKey {
    return vaultAddress(this.bot);
  }

  publishBot(over: Partial<Omit<PublishBot, "terms">> & { terms?: Partial<Terms> } = {}): TransactionInstruction {
    const { terms, ...rest } = over;
    return publishBot({
      creator: creator.publicKey,
      id: this.botId,
      minPayout: Amount.MIN_PAYOUT,
      payoutWallet: payoutWallet.publicKey,
      ...rest,
      terms: { ...this.terms, ...terms },
    });
  }

  publish(over: Parameters<this["publishBot"]>[0] = {}): this {
    this.world.send(this.publishBot(over), creator);
    return this;
  }

  updateTerms(over: Partial<Omit<UpdateTerms, "terms">> & { terms?: Partial<Terms> } = {}): TransactionInstruction {
    const { terms, ...rest } = over;
    return updateTerms({ owner: creator.publicKey, bot: this.bot, ...rest, terms: { ...this.terms, ...terms } });
  }

  setPayout(over: Partial<SetPayout> = {}): TransactionInstruction {
    return setPayout({
      owner: creator.publicKey,
      bot: this.bot,
      payoutWallet: eve.publicKey,
      minPayout: Amount.DOLLAR,
      ...over,
    });
  }

  setOpen(open: boolean, over: Partial<SetOpen> = {}): TransactionInstruction {
    return setOpen({ owner: creator.publicKey, bot: this.bot, open, ...over });
  }

  /** Offers the bot to `newOwner`. */
  transferBot(newOwner: PublicKey, over: Partial<TransferBot> = {}): TransactionInstruction {
    return transferBot({ owner: creator.publicKey, bot: this.bot, newOwner, ...over });
  }

  acceptBot(newOwner: PublicKey, over: Partial<AcceptBot> = {}): TransactionInstruction {
    return acceptBot({ newOwner, bot: this.bot, ...over });
  }

  claimVault(over: Partial<ClaimVault> = {}): TransactionInstruction {
    return claimVault({
      owner: creator.publicKey,
      bot: this.bot,
      destination: this.world.purse(creator.publicKey),
      ...over,
    });
  }

  readBot(): Bot {
    return decodeBot(this.world.account(this.bot).data);
  }
}
