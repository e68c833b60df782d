/** What can be put in the place of an account, by what the account is. */

import { PROGRAM_ID, vaultAddress } from "@profit-share/sdk";
import { driftSpotMarketAddress } from "@profit-share/sdk/drift";
import { keyOf } from "@profit-share/testing/keys";
import { ACTORS } from "@profit-share/testing/svm/actors";
import { Lamports } from "@profit-share/testing/svm/constants";
import { TOKEN_2022_PROGRAM_ID, TOKEN_PROGRAM_ID } from "@solana/spl-token";
import { type PublicKey, SystemProgram, TransactionInstruction } from "@solana/web3.js";
import { canSign, type Scene, type Side } from "../support/scene";
import type { Call } from "./calls";

const { creator, subscriber, sponsor, eve } = ACTORS;

/** An account as the IDL describes it. */
export interface Place {
  name: string;
  signer?: boolean;
  writable?: boolean;
  optional?: boolean;
}

interface Kind {
  /** Eve's account of the same type. */
  eves: (scene: Scene, call: Call) => PublicKey;
  /** Another account of the same type that belongs to the honest parties. */
  sibling: (scene: Scene, call: Call, now: PublicKey) => PublicKey;
  /** An account of another type. */
  type: (scene: Scene, call: Call) => PublicKey;
  /** Whether there are bytes that a forged account could copy. */
  data: boolean;
}

const deal = (pick: "subscription" | "escrow") => (side: Side, call: Call) => side[call.source][pick];
const pair = (of: (side: Side, call: Call) => PublicKey): Pick<Kind, "eves" | "sibling"> => ({
  eves: (scene, call) => of(scene.eves, call),
  sibling: (scene, call) => of(scene.sibling, call),
});
const mint = (scene: Scene) => scene.world.mint;
const evesPurse = (scene: Scene) => scene.world.purse(eve.publicKey);
const verifiedUser = (side: Side) => side.verified.venueUser!;

const WALLET: Kind = {
  eves: () => eve.publicKey,
  sibling: (_stage, _call, now) => (now.equals(subscriber.publicKey) ? creator : subscriber).publicKey,
  type: (scene, call) => scene.otherBot[call.source],
  data: false,
};
const BOT: Kind = {
  eves: (scene, call) => scene.eves[call.source].bot,
  sibling: (scene, call) => scene.otherBot[call.source],
  type: (scene, call) => scene.sibling[call.source].subscription,
  data: true,
};
const KEEPER: Kind = {
  ...pair((side) => side.keeper),
  type: (scene, call) => scene.sibling[call.source].subscription,
  data: true,
};
const SUBSCRIPTION: Kind = {
  ...pair(deal("subscription")),
  type: (scene, call) => scene.otherBot[call.source],
  data: true,
};
const ESCROW: Kind = { ...pair(deal("escrow")), type: mint, data: true };
const VAULT: Kind = {
  eves: (scene, call) => scene.eves[call.source].vault,
  sibling: (scene, call) => vaultAddress(scene.otherBot[call.source]),
  type: mint,
  data: true,
};
const TOKENS: Kind = {
  eves: evesPurse,
  sibling: (scene) => scene.world.purse(sponsor.publicKey),
  type: mint,
  data: true,
};
const MINT: Kind = {
  eves: (scene) => newMint(scene, "eve's mint", 6),
  sibling: (scene) => newMint(scene, "mint of 9 decimals", 9),
  type: evesPurse,
  data: true,
};
const VENUE_USER: Kind = { ...pair(verifiedUser), type: () => driftSpotMarketAddress(0), data: true };
const QUOTE_MARKET: Kind = {
  eves: (scene) => scene.placeOtherMarket(),
  sibling: (scene) => scene.placeOtherMarket(),
  type: (scene) => verifiedUser(scene.honest),
  data: true,
};
const PROGRAM: Kind = {
  eves: () => TOKEN_2022_PROGRAM_ID,
  sibling: (_stage, _call, now) => (now.equals(TOKEN_PROGRAM_ID) ? SystemProgram.programId : TOKEN_PROGRAM_ID),
  type: (scene) => scene.honest.keeper,
  data: false,
};
const AUTHORITY: Kind = {
  eves: (scene, call) => scene.eves[call.source].subscription,
  sibling: (scene, call) => scene.otherBot[call.source],
  type: mint,
  data: false,
};

/** By the names that the program gives its accounts. */
const KINDS: Record<string, Kind> = {
  bot: BOT,
  keeper: KEEPER,
  subscription: SUBSCRIPTION,
  escrow: ESCROW,
  vault: VAULT,
  source: TOKENS,
  destination: TOKENS,
  mint: MINT,
  venue_user: VENUE_USER,
  quote_market: QUOTE_MARKET,
  token_program: PROGRAM,
  system_program: PROGRAM,
  program: PROGRAM,
  event_authority: AUTHORITY,
  ...Object.fromEntries(
    ["creator", "payer", "admin", "new_admin", "owner", "new_owner", "signer"].map((name) => [name, WALLET]),
  ),
  ...Object.fromEntries(
    ["subscriber", "agent", "depositor", "rent_payer", "payout_wallet"].map((name) => [name, WALLET]),
  ),
};

/** Eve's account of the kind that `name` is. */
export const evesAccount = (scene: Scene, call: Call, name: string): PublicKey => KINDS[name]!.eves(scene, call);

const PROGRAMS = [PROGRAM_ID, TOKEN_PROGRAM_ID, SystemProgram.programId];

/** The call with one account changed, or with that account changed on the scene. */
type Substitution = (scene: Scene) => TransactionInstruction;

/**
 * Everything that is tried in one place, by the word that the table of expectations uses:
 * `eves`, `sibling` another of the same type · `forged` a copy that eve's program owns · `reowned` the account itself, now of
 * eve's program · `type` another type · `empty` an address without account · `eve` her wallet, signing · `unsigned` ·
 * `readonly` · `absent` · `=name` the account that the list calls so.
 * @throws Error if nothing is known about a name
 */
export function substitutions(
  call: Call,
  places: readonly Place[],
  index: number,
  original: TransactionInstruction,
): Record<string, Substitution> {
  const place = places[index]!;
  const kind = KINDS[place.name];
  if (kind === undefined) throw new Error(`Say in KINDS what ${call.instruction}.${place.name} is`);
  const put = (address: (scene: Scene, now: PublicKey) => PublicKey): Substitution => {
    return (scene) => {
      const pubkey = address(scene, original.keys[index]!.pubkey);
      return changed(original, index, { pubkey, isSigner: place.signer === true && canSign(pubkey) });
    };
  };
  const tried: Record<string, Substitution> = {
    eves: put((scene) => kind.eves(scene, call)),
    sibling: put((scene, now) => kind.sibling(scene, call, now)),
    type: put((scene) => kind.type(scene, call)),
    empty: put(() => keyOf("nobody").publicKey),
  };
  // Nobody gives a program to another; one stands for an account that is left out, too.
  if (!PROGRAMS.some((program) => program.equals(original.keys[index]!.pubkey))) tried.reowned = reowned;
  if (kind.data) tried.forged = put((scene, now) => forge(scene, now));
  if (kind !== WALLET || !place.signer)
    tried.eve = () => changed(original, index, { pubkey: eve.publicKey, isSigner: true });
  if (place.signer) tried.unsigned = () => changed(original, index, { isSigner: false });
  if (place.writable) tried.readonly = () => changed(original, index, { isWritable: false });
  if (place.optional) tried.absent = () => absent(original, index);
  for (const [other, { name }] of places.entries()) {
    if (other !== index) tried[`=${name}`] = put(() => original.keys[other]!.pubkey);
  }
  return tried;

  function reowned(scene: Scene) {
    const at = original.keys[index]!.pubkey;
    const now = scene.world.exists(at) ? scene.world.account(at) : { data: Buffer.alloc(0), lamports: Lamports.DUST };
    scene.world.setAccount(at, { ...now, owner: eve.publicKey });
    return original;
  }
}

/** A copy of an instruction with one of its accounts, counted from 0, changed. */
export function changed({ programId, keys, data }: TransactionInstruction, index: number, change: object) {
  const changedKeys = keys.map((key, at) => (at === index ? { ...key, ...change } : key));
  return new TransactionInstruction({ programId, keys: changedKeys, data });
}

const absent = (original: TransactionInstruction, index: number) =>
  changed(original, index, { pubkey: original.programId, isSigner: false, isWritable: false });

/** A copy at an address that eve's program owns; of an account yet to be made, an empty one. */
function forge(scene: Scene, original: PublicKey): PublicKey {
  const at = keyOf("forged").publicKey;
  const data = scene.world.exists(original) ? scene.world.account(original).data : Buffer.alloc(0);
  scene.world.setAccount(at, { owner: eve.publicKey, data });
  return at;
}

function newMint(scene: Scene, name: string, decimals: number): PublicKey {
  const at = keyOf(name).publicKey;
  scene.world.createMint(at, decimals);
  return at;
}
