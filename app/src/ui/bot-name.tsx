import type { Bot, Located } from "@profit-share/sdk";
import { useProfile } from "../data/profile";
import { shortAddress } from "../format/short";

/** The name that its owner signed, beside the address that cannot be imitated; else the address alone. */
export function BotName({ bot }: { bot: Located<Bot> }) {
  const { data: profile } = useProfile(bot);
  const address = shortAddress(bot.address.toBase58());
  if (!profile) return <span className="whitespace-nowrap font-mono">{address}</span>;
  return (
    <span className="min-w-0">
      <bdi className="break-words">{profile.name}</bdi>{" "}
      <span className="whitespace-nowrap font-mono text-muted text-xs">{address}</span>
    </span>
  );
}

/** What the owner says of it, and where it leads. */
export function BotProfile({ bot }: { bot: Located<Bot> }) {
  const { data: profile } = useProfile(bot);
  if (!profile) return null;
  return (
    <div className="max-w-2xl text-sm">
      <p>
        The owner says: <bdi className="font-medium">{profile.name}</bdi>
        {profile.about !== "" && (
          <>
            . <bdi>{profile.about}</bdi>
          </>
        )}
      </p>
      {profile.links.map((link) => (
        <a key={link} href={link} target="_blank" rel="noreferrer nofollow" className="link mr-3 break-all">
          {link}
        </a>
      ))}
    </div>
  );
}
