/** What people publish beside the chain. Nothing else can be written: a signature or a hash says whether it is taken. */
import { MAX_AVATAR_BYTES } from "@profit-share/sdk/profiles";
import { PublicKey } from "@solana/web3.js";
import { z } from "zod";
import { drawAvatar } from "../../published/avatar";
import type { SignedProfile } from "../../published/publications";
import { address, hash } from "../inputs";
import { failure } from "../schemas";
import { FAILURES, type Server, type Sources } from "./route";

/** A PNG in base64 beside some text. */
const PROFILE_BYTES = 100_000;
const PICTURE_BYTES = 4_000_000;
const TERMS_BYTES = 262_144;
/** Writes of a client a minute. */
const WRITES = { max: 20, timeWindow: 60_000 };

const base64 = (bytes: number) =>
  z
    .string()
    .max(Math.ceil(bytes / 3) * 4)
    .regex(/^[A-Za-z0-9+/]*={0,2}$/, { error: "has to be base64" });
const content = z.strictObject({
  number: z.int().min(1).describe("Above that of the profile which is kept"),
  name: z.string(),
  about: z.string(),
  links: z.array(z.string()),
  avatar: hash.nullable().describe("Of its picture, as POST /v1/avatars drew it"),
  signature: base64(64).describe("Of the bot's owner under `profileMessage` of @profit-share/sdk/profiles, base64"),
  avatarPng: base64(MAX_AVATAR_BYTES).optional().describe("The picture, base64, unless it is kept already"),
});
const profile = content.omit({ avatarPng: true }).extend({
  bot: z.string(),
  wallet: z.string().describe("Who signed it, and owns the bot"),
});
const bytesOf = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, "base64"));

export function publishedRoutes(server: Server, { publications, genesisHash }: Sources, programId: PublicKey): void {
  const write = { rateLimit: WRITES };
  const byBot = z.object({ bot: address });
  const byHash = z.object({ hash });
  const written = { 204: z.null().describe("It is kept"), ...FAILURES, 409: failure, 413: failure };

  server.get(
    "/v1/profiles/:bot",
    { schema: { summary: "What a bot's owner says of it", params: byBot, response: { 200: profile, ...FAILURES } } },
    async ({ params: { bot } }) => profileAnswer(await publications.profile(bot)),
  );

  server.put(
    "/v1/profiles/:bot",
    {
      config: write,
      bodyLimit: PROFILE_BYTES,
      schema: {
        summary: "Publishes a profile that the bot's owner signed",
        params: byBot,
        body: content,
        response: written,
      },
    },
    async ({ params: { bot }, body: { signature, avatarPng, ...said } }, reply) => {
      const deployment = { programId, genesisHash: await genesisHash() };
      const picture = avatarPng === undefined ? null : bytesOf(avatarPng);
      await publications.putProfile({ ...said, bot: new PublicKey(bot) }, bytesOf(signature), picture, deployment);
      return reply.code(204).send(null);
    },
  );

  server.post(
    "/v1/avatars",
    {
      config: write,
      bodyLimit: PICTURE_BYTES,
      schema: {
        summary: "Draws any picture as the PNG that a profile can name. Nothing is kept",
        consumes: ["application/octet-stream"],
        response: {
          200: z.object({ avatarPng: z.string().describe("base64") }),
          ...FAILURES,
          413: failure,
          415: failure,
        },
      },
    },
    async ({ body }) => ({ avatarPng: Buffer.from(await drawAvatar(body as Buffer)).toString("base64") }),
  );

  server.get(
    "/v1/avatars/:hash",
    { schema: { summary: "A picture, image/png", params: byHash, response: FAILURES } },
    async ({ params }, reply) => {
      const png = await publications.avatar(params.hash);
      return forGood(reply)
        .type("image/png")
        .send(Buffer.from(png) as never);
    },
  );

  server.get(
    "/v1/terms/:hash",
    { schema: { summary: "The text of terms, text/plain", params: byHash, response: FAILURES } },
    async ({ params }, reply) => {
      const text = await publications.terms(params.hash);
      return forGood(reply)
        .type("text/plain; charset=utf-8")
        .send(Buffer.from(text) as never);
    },
  );

  server.put(
    "/v1/terms/:hash",
    {
      config: write,
      bodyLimit: TERMS_BYTES,
      schema: {
        summary: "Publishes the text of terms that are on the chain, its bytes as application/octet-stream",
        params: byHash,
        consumes: ["application/octet-stream"],
        response: { ...written, 415: failure },
      },
    },
    async ({ params, body }, reply) => {
      await publications.putTerms(params.hash, Uint8Array.from(body as Buffer));
      return reply.code(204).send(null);
    },
  );
}

/** Bytes that their address names never change. They are never a page of this server's. */
const forGood = <Reply extends { headers(values: Record<string, string>): Reply }>(reply: Reply): Reply =>
  reply.headers({
    "cache-control": "public, max-age=31536000, immutable",
    "x-content-type-options": "nosniff",
    "content-security-policy": "default-src 'none'; sandbox",
  });

const profileAnswer = ({ bot, wallet, signature, number, name, about, links, avatar }: SignedProfile) => ({
  ...{ number, name, about, links, avatar },
  bot: bot.toBase58(),
  wallet: wallet.toBase58(),
  signature: Buffer.from(signature).toString("base64"),
});
