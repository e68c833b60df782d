/** Who has what on a scene, and what only some may change: to see that an accepted transaction harmed nobody. */
import { decodeBot, decodeKeeper, decodeSubscription } from "@profit-share/sdk";
import { ACTORS } from "@profit-share/testing/svm/actors";
import type { PublicKey } from "@solana/web3.js";
import type { Deal, Scene } from "./scene";

interface Holdings {
  /** Base units and lamports by party. */
  wealth: Map<string, { tokens: bigint; lamports: bigint }>;
  /** What may only change with the signature of one of its guardians. */
  rights: Map<string, { guardians: string[]; value: string }>;
}

const text = (value: unknown): string =>
  JSON.stringify(value, (_key, part) => (typeof part === "bigint" ? String(part) : part));

export function holdingsOf(scene: Scene): Holdings {
  const { world } = scene;
  const { postman: _paysAllFees, ...parties } = ACTORS;
  const wealth: Holdings["wealth"] = new Map(
    Object.values(parties).map(({ publicKey }) => [
      publicKey.toBase58(),
      { tokens: world.tokens(world.purse(publicKey)), lamports: world.account(publicKey).lamports },
    ]),
  );
  const give = (to: PublicKey, kind: "tokens" | "lamports", amount: bigint) => {
    wealth.get(to.toBase58())![kind] += amount;
  };
  const rights: Holdings["rights"] = new Map();

  const keepers = [scene.honest, scene.sibling, scene.eves].map(({ keeper }) => keeper);
  for (const at of keepers) {
    const keeper = decodeKeeper(world.account(at).data);
    rights.set(`keeper ${at.toBase58()}`, {
      guardians: people(keeper.admin, keeper.pendingAdmin),
      value: text(keeper),
    });
  }
  for (const at of [...new Set(scene.deals.map(({ bot }) => bot)), ...Object.values(scene.otherBot)]) {
    const { subscriptions, closed, ...bot } = decodeBot(world.account(at).data);
    rights.set(`bot ${at.toBase58()}`, { guardians: people(bot.owner, bot.pendingOwner), value: text(bot) });
  }
  for (const deal of scene.deals) addDeal(scene, deal, give, rights);
  for (const { owner, vault } of vaultsOf(scene)) give(owner, "tokens", world.tokens(vault));
  return { wealth, rights };
}

function addDeal(
  { world }: Scene,
  { people: { owner, subscriber, agent, rentPayer }, subscription: at, escrow, bot }: Deal,
  give: (to: PublicKey, kind: "tokens" | "lamports", amount: bigint) => void,
  rights: Holdings["rights"],
): void {
  if (!world.exists(at)) return;
  const { data, lamports } = world.account(at);
  const { claimed, waived, ...rest } = decodeSubscription(data);
  const claimable = rest.credited - claimed;
  give(decodeBot(world.account(bot).data).owner, "tokens", claimable);
  give(subscriber.publicKey, "tokens", world.tokens(escrow) - claimable);
  give(rentPayer.publicKey, "lamports", lamports + world.account(escrow).lamports);
  const name = `subscription ${at.toBase58()}`;
  rights.set(`${name}: the subscriber's part`, {
    guardians: people(subscriber.publicKey, agent.publicKey),
    value: text(rest),
  });
  rights.set(`${name}: the creator's part`, {
    guardians: people(owner.publicKey),
    value: text({ accrued: rest.accrued, credited: rest.credited, claimed, waived }),
  });
}

const vaultsOf = (scene: Scene) =>
  [...new Map(scene.deals.map(({ bot, vault }) => [vault.toBase58(), { bot, vault }])).values()].map(
    ({ bot, vault }) => ({
      vault,
      owner: decodeBot(scene.world.account(bot).data).owner,
    }),
  );

const people = (...keys: (PublicKey | null)[]): string[] => keys.filter((key) => key !== null).map(String);

/**
 * What a transaction did to those who did not sign it, in words; empty if nothing. Compared with what was before, and with
 * what the transaction does in the form that it was meant in.
 */
export function harm(before: Holdings, meant: Holdings, after: Holdings, signers: readonly string[]): string[] {
  const unsigned = [...after.wealth].filter(([party]) => !signers.includes(party));
  const poorer = unsigned.flatMap(([party, now]) =>
    (["tokens", "lamports"] as const).flatMap((kind) => {
      const allowed = [before, meant].map(({ wealth }) => wealth.get(party)![kind]);
      return allowed.every((least) => now[kind] < least) ? [`${party} has only ${now[kind]} ${kind} left`] : [];
    }),
  );
  const changed = [...before.rights].flatMap(([name, { guardians, value }]) => {
    const now = after.rights.get(name)?.value;
    const allowed = [value, meant.rights.get(name)?.value].includes(now);
    return allowed || guardians.some((guardian) => signers.includes(guardian)) ? [] : [`${name} became ${now}`];
  });
  return [...poorer, ...changed];
}
