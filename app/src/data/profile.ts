/** What a bot's owner says of it: signed with the owner's wallet, and served by an index that cannot change it. */
import { type Bot, InvalidInput, type Located } from "@profit-share/sdk";
import { isSignedBy, type Profile } from "@profit-share/sdk/profiles";
import { useQuery } from "@tanstack/react-query";
import { type Chain, useChain } from "./chain";
import { useIndexedBots } from "./indexed-bots";
import { askIndexer } from "./indexer";

/** null without one that the present owner signed. */
export function useProfile(bot: Located<Bot>) {
  const chain = useChain();
  const { data: listed } = useIndexedBots();
  return useQuery({
    queryKey: ["profile", bot.address.toBase58(), bot.owner.toBase58()],
    queryFn: () => readProfile(chain, bot),
    enabled: listed?.get(bot.address.toBase58())?.isNamed === true,
    staleTime: 60_000,
    refetchInterval: false,
  });
}

type Answered = Omit<Profile, "bot"> & { signature: string };

async function readProfile({ client, config, genesis }: Chain, bot: Located<Bot>): Promise<Profile | null> {
  const found = await askIndexer(config, `/v1/profiles/${bot.address.toBase58()}`);
  if (found === null) return null;
  const { number, name, about, links, avatar, signature } = (await found.json()) as Answered;
  const profile: Profile = { bot: bot.address, number, name, about, links, avatar };
  const deployment = { programId: client.programId, genesisHash: await genesis() };
  const bytes = Uint8Array.from(atob(signature), (letter) => letter.charCodeAt(0));
  try {
    return isSignedBy(profile, deployment, bot.owner, bytes) ? profile : null;
  } catch (error) {
    // The index made something up that is no profile.
    if (error instanceof InvalidInput) return null;
    throw error;
  }
}
