/** Who signs a transaction: the wallet at hand, or somebody elsewhere. */
import { InvalidInput } from "@profit-share/sdk";
import { PublicKey } from "@solana/web3.js";
import type { Wallet } from "../input/wallet";

export interface Signer {
  address: PublicKey;
  /** null: the transaction is printed for another place, where this address signs. */
  wallet: Wallet | null;
}

/** Whether nobody has a key of it: it belongs to a program that signs for it, as a multisig does for its vault. */
export const isVault = (address: PublicKey): boolean => !PublicKey.isOnCurve(address.toBytes());

/** Whose signature the program asks for. */
export interface Authority {
  address: PublicKey;
  /** Such as "bot's owner". */
  who: string;
  /** What only this one does, such as "claims". */
  does: string;
}

export class Signers {
  /** @param wallet null if none was typed or set @param elsewhere for whom the transaction is only printed */
  constructor(
    private readonly wallet: Wallet | null,
    private readonly elsewhere: PublicKey | null,
  ) {}

  /** Whoever wants to do it. @param who it has to be, for the message @throws InvalidInput without a wallet */
  anybody(who: string): Signer {
    if (this.elsewhere !== null) return { address: this.elsewhere, wallet: null };
    if (this.wallet === null) throw this.missing(who);
    return { address: this.wallet.address, wallet: this.wallet };
  }

  /**
   * An authority off the curve, such as a multisig's vault, has no key file: its transaction is printed to be imported there.
   * @param authorities of whom any may sign
   * @throws InvalidInput if the wallet is none of them
   */
  oneOf(authorities: readonly [Authority, ...Authority[]]): Signer {
    const { wallet, elsewhere } = this;
    const mine = elsewhere ?? wallet?.address;
    const found = authorities.find(({ address }) => mine?.equals(address));
    if (found !== undefined) return { address: found.address, wallet: elsewhere === null ? wallet : null };
    const names = authorities.map(({ who, address }) => `${who} ${address.toBase58()}`).join(" or ");
    const [{ who, does }] = authorities;
    if (elsewhere !== null) {
      throw new InvalidInput(
        `--unsigned ${elsewhere.toBase58()} is another one: only the ${names} ${does}, pass that address`,
      );
    }
    const vault = authorities.find(({ address }) => isVault(address));
    if (vault !== undefined) return { address: vault.address, wallet: null };
    if (wallet === null) throw this.missing(who);
    throw new InvalidInput(
      `${wallet.name} is that of ${wallet.address.toBase58()}; only the ${names} ${does}: pass its key file with --keypair`,
    );
  }

  private missing(who: string): InvalidInput {
    return new InvalidInput(`Which wallet signs? Pass --keypair <file>, the key file of the ${who}`);
  }
}
