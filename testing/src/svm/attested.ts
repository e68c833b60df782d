/** An agreement whose profit a keeper attests. */
import {
  type AcceptKeeper,
  acceptKeeper,
  attestedSubscriptionAddress,
  botAddress,
  decodeKeeper,
  type FeeBasis,
  type Keeper,
  keeperAddress,
  type RegisterKeeper,
  registerKeeper,
  type SetKeeperSigner,
  type SettleAttested,
  setKeeperSigner,
  settleAttested,
  type Terms,
  type TransferKeeper,
  transferKeeper,
} from "@profit-share/sdk";
import type { PublicKey, TransactionInstruction } from "@solana/web3.js";
import { ACTORS } from "./actors";
import { Agreement, COMMON_TERMS } from "./agreement";
import { referenceOf } from "./history";
import type { Sent } from "./svm";
import { World } from "./world";

const KEEPER_ID = Buffer.from("marketplace-0001");

export class Attested extends Agreement {
  readonly keeper = keeperAddress(ACTORS.marketplace.publicKey, KEEPER_ID);
  readonly keeperId = KEEPER_ID;
  readonly botId: Uint8Array;
  readonly bot: PublicKey;
  readonly subscription: PublicKey;
  readonly terms: Terms;
  readonly venueUser = null;
  protected readonly account;

  constructor(
    world: World,
    options: { basis?: FeeBasis; botId?: string; accountNo?: number; terms?: Partial<Terms> } = {},
  ) {
    super(world);
    this.botId = Buffer.from(options.botId ?? "attested-bot-001");
    this.bot = botAddress(ACTORS.creator.publicKey, this.botId);
    this.account = { accountNo: options.accountNo ?? 0 };
    this.subscription = attestedSubscriptionAddress(ACTORS.agent.publicKey, this.account.accountNo);
    this.terms = {
      ...COMMON_TERMS,
      source: "attested",
      feeBasis: options.basis ?? "each_close",
      keeper: this.keeper,
      mint: world.mint,
      ...options.terms,
    };
  }

  /** Keeper registered, bot published. */
  static published(options: ConstructorParameters<typeof Attested>[1] = {}): Attested {
    const agreement = new Attested(new World(), options);
    agreement.world.send(agreement.registerKeeper(), ACTORS.marketplace);
    return agreement.publish();
  }

  /** Subscribed, too. */
  static running(options: ConstructorParameters<typeof Attested>[1] = {}): Attested {
    return Attested.published(options).start();
  }

  registerKeeper(over: Partial<RegisterKeeper> = {}): TransactionInstruction {
    return registerKeeper({
      creator: ACTORS.marketplace.publicKey,
      id: this.keeperId,
      signer: ACTORS.keeperSigner.publicKey,
      ...over,
    });
  }

  setKeeperSigner(signer: PublicKey, over: Partial<SetKeeperSigner> = {}): TransactionInstruction {
    return setKeeperSigner({ admin: ACTORS.marketplace.publicKey, keeper: this.keeper, signer, ...over });
  }

  /** Offers the keeper to `newAdmin`. */
  transferKeeper(newAdmin: PublicKey, over: Partial<TransferKeeper> = {}): TransactionInstruction {
    return transferKeeper({ admin: ACTORS.marketplace.publicKey, keeper: this.keeper, newAdmin, ...over });
  }

  acceptKeeper(newAdmin: PublicKey, over: Partial<AcceptKeeper> = {}): TransactionInstruction {
    return acceptKeeper({ newAdmin, keeper: this.keeper, ...over });
  }

  readKeeper(): Keeper {
    return decodeKeeper(this.world.account(this.keeper).data);
  }

  /** The next close, with a reference of its own. */
  settle(closePnl: bigint, over: Partial<SettleAttested> = {}): TransactionInstruction {
    const sequence = this.read().sequence + 1n;
    return settleAttested({
      signer: ACTORS.keeperSigner.publicKey,
      keeper: this.keeper,
      subscription: this.subscription,
      bot: this.bot,
      instance: 1n,
      sequence,
      closePnl,
      reference: referenceOf(`trade ${sequence}`),
      ...over,
    });
  }

  earn(pnl: bigint): Sent {
    return this.world.send(this.settle(pnl), ACTORS.keeperSigner);
  }
}
