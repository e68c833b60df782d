/** Profiles and texts of terms over HTTP: who may publish them, and what of them is shown. */
import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { ed25519 } from "@noble/curves/ed25519";
import { PROGRAM_ID } from "@profit-share/sdk";
import { avatarHash, type Profile, profileMessage } from "@profit-share/sdk/profiles";
import { anna, creator } from "@profit-share/testing/chain/market";
import type { Keypair } from "@solana/web3.js";
import { expect } from "chai";
import type { FastifyInstance } from "fastify";
import sharp from "sharp";
import { ask } from "../support/asking";
import { onEachDatabase } from "../support/database";
import { Followed, type Index } from "../support/followed";

const TERMS = "You share a tenth of your profits.\n";
const sha256 = (bytes: string | Uint8Array) => createHash("sha256").update(bytes).digest("hex");

onEachDatabase("what is published beside the chain", (newPlace) => {
  let followed: Followed;
  let index: Index;
  let server: FastifyInstance;
  let genesisHash: string;
  before(async () => {
    followed = await Followed.open();
    index = await followed.index(await newPlace());
    const { client, attestedBot } = followed.market;
    const { terms } = await client.bot(attestedBot);
    await followed.market.send(
      await client.updateTerms(attestedBot, { ...terms, hash: Buffer.from(sha256(TERMS), "hex") }),
    );
    await index.pass();
    server = await index.server();
    genesisHash = await followed.market.chain.connection.getGenesisHash();
  });
  after(async () => {
    await server.close();
    await index.close();
    await followed.close();
  });

  const profileOf = (changes: Partial<Profile> = {}): Profile => ({
    ...{ number: 1, name: "Momentum", about: "Buys what rises", links: ["https://example.com/"], avatar: null },
    bot: followed.market.attestedBot,
    ...changes,
  });
  const put = (profile: Profile, signer: Keypair = creator, more = {}) => {
    const { bot, ...said } = profile;
    const message = new TextEncoder().encode(profileMessage(profile, { programId: PROGRAM_ID, genesisHash }));
    const signature = Buffer.from(ed25519.sign(message, signer.secretKey.slice(0, 32))).toString("base64");
    return ask(server, {
      method: "PUT",
      url: `/v1/profiles/${bot.toBase58()}`,
      payload: { ...said, signature, ...more },
    });
  };
  const get = (path: string) => ask(server, path);
  const profilePath = () => `/v1/profiles/${followed.market.attestedBot.toBase58()}`;

  describe("a profile", () => {
    it("is not there before its owner publishes it", async () => {
      expect((await get(profilePath())).statusCode).to.equal(404);
    });

    it("is the owner's and nobody else's", async () => {
      const { statusCode, body } = await put(profileOf(), anna);
      expect(statusCode).to.equal(400);
      expect(body.error).to.match(/^signature is not that of .* who owns the bot/);
      expect((await get(profilePath())).statusCode).to.equal(404);
      expect((await put(profileOf())).statusCode).to.equal(204);
      const { body: kept } = await get(profilePath());
      expect(kept).to.deep.include({ name: "Momentum", number: 1, wallet: creator.publicKey.toBase58(), avatar: null });
      expect((await get("/v1/bots?search=momentum")).body.items[0].name).to.equal("Momentum");
    });

    it("rises in its number, and takes the same again", async () => {
      expect((await put(profileOf({ number: 5, name: "Momentum 5" }))).statusCode).to.equal(204);
      expect((await put(profileOf({ number: 5, name: "Momentum 5" }))).statusCode).to.equal(204);
      for (const old of [profileOf({ number: 5, name: "Another" }), profileOf({ number: 4 })]) {
        const { statusCode, body } = await put(old);
        expect(statusCode).to.equal(409);
        expect(body.error).to.equal(`number has to be above 5, which is kept, not ${old.number}`);
      }
      expect((await get(profilePath())).body.name).to.equal("Momentum 5");
    });

    it("of no bot is refused", async () => {
      const { statusCode, body } = await put(profileOf({ bot: anna.publicKey }));
      expect(statusCode).to.equal(404);
      expect(body.error).to.match(/^There is no bot/);
    });

    it("names each field that is wrong", async () => {
      const { statusCode, body } = await put(profileOf(), creator, { number: 0, links: "x", more: 1 });
      expect(statusCode).to.equal(400);
      expect(body.error)
        .to.match(/number/)
        .and.to.match(/links/)
        .and.to.match(/more/);
    });

    it("has a picture that was drawn here, and no other", async () => {
      const picture = await sharp({ create: { width: 300, height: 200, channels: 3, background: "teal" } })
        .withExif({ IFD0: { Copyright: "<script>alert(1)</script>" } })
        .jpeg()
        .toBuffer();
      const raw = { ...profileOf({ number: 6, avatar: sha256(picture) }) };
      const { statusCode, body: refused } = await put(raw, creator, { avatarPng: picture.toString("base64") });
      expect([statusCode, refused.error]).to.deep.equal([
        400,
        "The picture is not as this server writes it: POST it to /v1/avatars, and name what comes back",
      ]);
      const headers = { "content-type": "application/octet-stream" };
      const drawn = await ask(server, { method: "POST", url: "/v1/avatars", headers, payload: picture });
      const { avatarPng } = drawn.body;
      const png = Buffer.from(avatarPng, "base64");
      expect(png.includes("script")).to.equal(false);
      const avatar = avatarHash(png);
      expect((await put(profileOf({ number: 6, avatar }))).body.error).to.match(
        /There is no picture .* send it as avatarPng/,
      );
      expect(
        (await put(profileOf({ number: 6, avatar: "00".repeat(32) }), creator, { avatarPng })).statusCode,
      ).to.equal(400);
      expect((await put(profileOf({ number: 6, avatar }), creator, { avatarPng })).statusCode).to.equal(204);
      // It is kept: the next profile only names it.
      expect((await put(profileOf({ number: 7, avatar }))).statusCode).to.equal(204);
      const shown = await server.inject(`/v1/avatars/${avatar}`);
      expect(shown.headers).to.include({ "content-type": "image/png", "x-content-type-options": "nosniff" });
      expect(shown.rawPayload.equals(png)).to.equal(true);
    });

    it("has no picture that is none", async () => {
      const headers = { "content-type": "application/octet-stream" };
      const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"><script/></svg>';
      for (const payload of [Buffer.from("no picture"), Buffer.alloc(0)]) {
        const { statusCode } = await ask(server, { method: "POST", url: "/v1/avatars", headers, payload });
        expect(statusCode).to.equal(400);
      }
      // A drawing is drawn as points, so that nothing of it can run.
      const drawn = await ask(server, { method: "POST", url: "/v1/avatars", headers, payload: Buffer.from(svg) });
      if (drawn.statusCode === 200) {
        expect(Buffer.from(drawn.body.avatarPng, "base64").subarray(1, 4).toString()).to.equal("PNG");
      }
      const typed = await ask(server, {
        method: "POST",
        url: "/v1/avatars",
        headers: { "content-type": "text/html" },
        payload: "x",
      });
      expect(typed.statusCode).to.equal(415);
    });

    it("is not shown any more when the bot has another owner", async () => {
      const { client, attestedBot } = followed.market;
      await followed.market.send(await client.transferBot(attestedBot, anna.publicKey));
      await followed.market.send(await client.acceptBot(attestedBot));
      await index.pass();
      expect((await get(profilePath())).statusCode).to.equal(404);
      // The list of all is of a moment up to a second ago.
      while ((await get("/v1/bots?search=momentum")).body.items.length > 0) await sleep(50);
      expect((await put(profileOf({ number: 1, name: "Mine now" }), anna)).statusCode).to.equal(204);
      expect((await get(profilePath())).body).to.include({ name: "Mine now", wallet: anna.publicKey.toBase58() });
    });
  });

  describe("the text of terms", () => {
    const headers = { "content-type": "application/octet-stream" };
    const putTerms = (hash: string, payload: string | Buffer) =>
      ask(server, { method: "PUT", url: `/v1/terms/${hash}`, headers, payload });

    it("is taken if its hash is on the chain", async () => {
      const hash = sha256(TERMS);
      expect((await get(`/v1/terms/${hash}`)).statusCode).to.equal(404);
      expect((await putTerms(hash, "Something else")).body.error).to.match(/^The text's hash is [0-9a-f]{64}, not /);
      expect((await putTerms(hash, TERMS)).statusCode).to.equal(204);
      const shown = await server.inject(`/v1/terms/${hash}`);
      expect(shown.body).to.equal(TERMS);
      expect(shown.headers).to.include({ "content-type": "text/plain; charset=utf-8" });
    });

    it("of no terms is refused, and what is no text", async () => {
      const other = "Nobody offers this";
      expect((await putTerms(sha256(other), other)).body.error).to.match(/^No bot offers terms with the hash/);
      const binary = Buffer.from([0xff, 0xfe]);
      expect((await putTerms(sha256(binary), binary)).body.error).to.equal("The text is no UTF-8");
      expect((await putTerms("0A", TERMS)).body.error).to.match(/^hash has to be a sha256/);
      expect((await putTerms(sha256(TERMS), "x".repeat(300_000))).statusCode).to.equal(413);
    });
  });
});
