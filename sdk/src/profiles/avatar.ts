/** A bot's picture, which its profile names by the hash of its bytes. */
import { sha256 } from "@noble/hashes/sha2";
import { hex } from "../wire/text";

/** Pixels of each side. */
export const AVATAR_SIDE = 128;
/** Of the PNG. */
export const MAX_AVATAR_BYTES = 65_536;

/** 64 hexadecimal digits: how a profile names it. */
export const avatarHash = (png: Uint8Array): string => hex(sha256(png));
