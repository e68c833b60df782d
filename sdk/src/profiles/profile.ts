/** What a bot's owner says of it: text that is signed with the owner's wallet and kept outside the chain. */
import type { PublicKey } from "@solana/web3.js";
import { InvalidInput } from "../failures";

export interface Profile {
  bot: PublicKey;
  /** Of a newer one it is higher: an old one cannot come back. From 1. */
  number: number;
  /** 1 to 40 characters. */
  name: string;
  /** One line about it, up to 160 characters; empty: nothing. */
  about: string;
  /** Up to 5 addresses with https. */
  links: string[];
  /** `avatarHash` of its picture; null: it has none. */
  avatar: string | null;
}

/** Which bots are meant: one address can be of several clusters. */
export interface Deployment {
  programId: PublicKey;
  genesisHash: string;
}

const MAX_NAME = 40;
const MAX_ABOUT = 160;
const MAX_LINKS = 5;
const MAX_LINK = 200;
/** Control characters, and those that turn or hide what stands beside them. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/u;

/** @throws InvalidInput that names the field */
export function checkProfile(profile: Profile): Profile {
  const { number, name, about, links, avatar } = profile;
  if (!Number.isSafeInteger(number) || number < 1) {
    throw new InvalidInput(`number has to be a whole number from 1 to ${Number.MAX_SAFE_INTEGER}, not ${number}`);
  }
  checkLine("name", name, 1, MAX_NAME);
  checkLine("about", about, 0, MAX_ABOUT);
  if (links.length > MAX_LINKS) throw new InvalidInput(`links can be ${MAX_LINKS}, not ${links.length}`);
  for (const [at, link] of links.entries()) checkLink(`links.${at}`, link);
  if (avatar !== null && !/^[0-9a-f]{64}$/.test(avatar)) {
    throw new InvalidInput(`avatar has to be 64 hexadecimal digits in lower case, or null, not "${avatar}"`);
  }
  return profile;
}

function checkLine(field: string, text: string, least: number, most: number): void {
  const length = [...text].length;
  if (length < least || length > most) {
    throw new InvalidInput(`${field} has to have ${least} to ${most} characters, not ${length}`);
  }
  if (text !== text.trim()) throw new InvalidInput(`${field} begins or ends with a space: leave it out`);
  const unseen = UNSEEN.exec(text);
  if (unseen !== null) {
    const code = unseen[0].codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0");
    throw new InvalidInput(`${field} has a character that nobody sees, U+${code}: leave it out`);
  }
}

function checkLink(field: string, link: string): void {
  checkLine(field, link, 1, MAX_LINK);
  if (!URL.canParse(link) || new URL(link).protocol !== "https:" || new URL(link).href !== link) {
    throw new InvalidInput(
      `${field} has to be an address with https as browsers write it, such as https://example.com/, not "${link}"`,
    );
  }
}

/**
 * What the owner's wallet shows and signs, UTF-8. Each thing has its own line, and none can have two.
 * @throws InvalidInput that names the field
 */
export function profileMessage(profile: Profile, { programId, genesisHash }: Deployment): string {
  const { bot, number, name, about, links, avatar } = checkProfile(profile);
  return [
    "Profit share: what I say of my bot",
    "",
    `Bot: ${bot.toBase58()}`,
    `Program: ${programId.toBase58()}`,
    `Cluster: ${genesisHash}`,
    `Number: ${number}`,
    `Name: ${name}`,
    `About: ${about}`,
    ...links.map((link) => `Link: ${link}`),
    `Avatar: ${avatar ?? "none"}`,
  ].join("\n");
}
