/** Pictures of bots: nothing is kept or shown but PNGs that were written here, so that nothing else can be in them. */
import { InvalidInput } from "@profit-share/sdk";
import { AVATAR_SIDE, avatarHash, MAX_AVATAR_BYTES } from "@profit-share/sdk/profiles";
import sharp from "sharp";

/** A picture that unpacks to more is none for a bot. */
const MOST_PIXELS = 4_096 * 4_096;

/** Any PNG, JPEG, WebP, GIF or AVIF as the square PNG that a profile can name. @throws InvalidInput */
export async function drawAvatar(picture: Uint8Array): Promise<Uint8Array> {
  const drawn = await draw(picture).catch((error: Error) => {
    throw new InvalidInput(`The picture cannot be read: ${error.message.split("\n")[0]}`);
  });
  if (drawn.length > MAX_AVATAR_BYTES) {
    throw new InvalidInput(`The picture has ${drawn.length} bytes as a PNG, at most ${MAX_AVATAR_BYTES} are taken`);
  }
  return Uint8Array.from(drawn);
}

const draw = async (picture: Uint8Array): Promise<Buffer> =>
  sharp(picture, { limitInputPixels: MOST_PIXELS, failOn: "error" })
    .rotate()
    .resize(AVATAR_SIDE, AVATAR_SIDE, { fit: "cover" })
    .toColourspace("srgb")
    .png({ compressionLevel: 9, palette: false })
    .toBuffer();

/** Whether these are the bytes that the hash names, and nothing but what `drawAvatar` writes. @throws InvalidInput */
export async function checkAvatar(png: Uint8Array, hash: string): Promise<void> {
  const found = avatarHash(png);
  if (found !== hash) throw new InvalidInput(`The picture's hash is ${found}, and the profile names ${hash}`);
  if (avatarHash(await drawAvatar(png)) !== hash) {
    throw new InvalidInput(
      "The picture is not as this server writes it: POST it to /v1/avatars, and name what comes back",
    );
  }
}
