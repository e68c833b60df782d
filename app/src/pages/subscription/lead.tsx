import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { shortAddress } from "../../format/short";
import { Address } from "../../ui/address";

interface Props {
  /** base58, as `bot`. */
  address: string;
  bot: string;
  /** What is to be said at once. */
  children: ReactNode;
}

/** The line below the heading. */
export const Lead = ({ address, bot, children }: Props) => (
  <p className="-mt-4 flex flex-wrap items-center gap-x-3 gap-y-2 text-sm">
    {children}
    <Address value={address} />
    <Link to="/bot/$bot" params={{ bot }} className="link">
      of bot <span className="font-mono">{shortAddress(bot)}</span>
    </Link>
  </p>
);
