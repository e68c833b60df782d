import { Identicon } from "./identicon";

/** Of a page about one bot. */
export const BotHeading = ({ address, name }: { address: string; name: string }) => (
  <span className="flex items-center gap-3">
    <Identicon address={address} size={40} />
    {name}
  </span>
);
