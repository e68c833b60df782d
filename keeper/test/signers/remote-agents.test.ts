import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Keypair, MessageV0, SystemProgram, VersionedTransaction } from "@solana/web3.js";
import { expect } from "chai";
import { RemoteAgents } from "../../src";

const TOKEN = "sesame-0123456789";
const agent = Keypair.generate();
const payer = Keypair.generate();

/** Signed by its payer, and to be signed by the agent. */
function transactionOf(lamports = 1): VersionedTransaction {
  const { publicKey: fromPubkey } = agent;
  const instructions = [SystemProgram.transfer({ fromPubkey, toPubkey: payer.publicKey, lamports })];
  const blockhash = Keypair.generate().publicKey.toBase58();
  const transaction = new VersionedTransaction(
    MessageV0.compile({ payerKey: payer.publicKey, instructions, recentBlockhash: blockhash }),
  );
  transaction.sign([payer]);
  return transaction;
}

type Answering = (transaction: VersionedTransaction, response: ServerResponse, number: number) => void;

const says = (response: ServerResponse, status: number, content: object | string): void => {
  response.writeHead(status).end(typeof content === "string" ? content : JSON.stringify(content));
};

const honest: Answering = (transaction, response) => {
  transaction.sign([agent]);
  says(response, 200, { signature: Buffer.from(transaction.signatures[1]!).toString("base64") });
};

describe("agents whose keys are elsewhere", () => {
  let url: string;
  let close: () => void;
  let answering: Answering;
  /** Requests to sign. */
  let asked: number;
  let agents: string[];
  /** Requests for its agents. */
  let listed: number;

  before(async () => {
    const server = createServer(async (request: IncomingMessage, response) => {
      if (request.headers.authorization !== `Bearer ${TOKEN}`) return says(response, 401, { error: "Wrong token" });
      if (request.url === "/agents") {
        listed += 1;
        return says(response, 200, { agents });
      }
      if (request.url !== `/agents/${agent.publicKey.toBase58()}/sign`)
        return says(response, 404, { error: "No such page" });
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const { transaction } = JSON.parse(Buffer.concat(chunks).toString()) as { transaction: string };
      asked += 1;
      answering(VersionedTransaction.deserialize(Buffer.from(transaction, "base64")), response, asked);
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    close = () => {
      server.close();
      server.closeAllConnections();
    };
  });

  after(() => close());

  beforeEach(() => {
    answering = honest;
    asked = 0;
    listed = 0;
    agents = [agent.publicKey.toBase58()];
  });

  const open = (changes: object = {}): Promise<RemoteAgents> => RemoteAgents.open({ url, token: TOKEN, ...changes });

  async function failureOf(work: Promise<unknown>): Promise<string> {
    const error = await work.then(
      () => new Error("It did not fail"),
      (thrown: Error) => thrown,
    );
    const shown = [error.message, error.stack, JSON.stringify(error), String(error.cause)].join("\n");
    expect(shown).to.not.include(TOKEN);
    return error.message;
  }

  it("should sign, and leave the others' signatures and the message as they are", async () => {
    const transaction = transactionOf();
    const before = transaction.serialize();
    const signed = await (await open({ url: `${url}/` })).sign(agent.publicKey, transaction);
    expect(transaction.serialize()).to.deep.equal(before);
    expect(signed.message.serialize()).to.deep.equal(transaction.message.serialize());
    expect(signed.signatures[0]).to.deep.equal(transaction.signatures[0]);
    transaction.sign([agent]);
    expect(signed.signatures[1]).to.deep.equal(transaction.signatures[1]);
  });

  it("should know the agents of the service, and new ones when it asks again", async () => {
    const remote = await open();
    const later = Keypair.generate().publicKey;
    expect([agent.publicKey, later].map((key) => remote.has(key))).to.deep.equal([true, false]);
    agents = [...agents, later.toBase58()];
    expect(remote.has(later)).to.equal(false);
    await remote.refresh();
    expect(remote.has(later)).to.equal(true);
  });

  it("should ask by itself for an agent that it does not know, and not again at once", async () => {
    const { now } = Date;
    const clock = { at: now() };
    Date.now = () => clock.at;
    try {
      const remote = await open();
      const later = Keypair.generate().publicKey;
      agents = [...agents, later.toBase58()];
      listed = 0;
      expect(remote.has(later)).to.equal(false);
      clock.at += 60_000;
      expect([remote.has(later), remote.has(later)]).to.deep.equal([false, false]);
      // It waits for the request that is under way.
      await remote.refresh();
      expect([remote.has(later), listed]).to.deep.equal([true, 1]);
    } finally {
      Date.now = now;
    }
  });

  it("should refuse a wrong token's service in words", async () => {
    const other = "another-sesame";
    const message = await failureOf(open({ token: other }));
    expect(message).to.match(/does not take the token \(401\): Wrong token/);
    expect(message).to.not.include(other);
  });

  it("should not show a token in the clear to another machine", async () => {
    expect(await failureOf(open({ url: "http://signer.example" }))).to.match(/use https/);
  });

  const wrong: [what: string, answer: Answering, words: RegExp, requests: number][] = [
    [
      "signs another message",
      (_, response) => {
        const other = transactionOf(2);
        honest(other, response, 1);
      },
      /did not sign this transaction/,
      1,
    ],
    [
      "signs with another key",
      (transaction, response) => {
        transaction.sign([payer]);
        says(response, 200, { signature: Buffer.from(transaction.signatures[0]!).toString("base64") });
      },
      /did not sign this transaction/,
      1,
    ],
    ["answers without a signature", (_, response) => says(response, 200, {}), /did not sign this transaction/, 1],
    ["answers with a web page", (_, response) => says(response, 200, "<html>"), /something else than JSON/, 1],
    [
      "refuses, and repeats the token",
      (_, response) => says(response, 403, { error: `Not with ${TOKEN}, the transfer is not allowed` }),
      /refuses \(403\): Not with …, the transfer is not allowed$/,
      1,
    ],
    ["has a fault of its own", (_, response) => says(response, 503, "no"), /a fault of its own \(503\)$/, 2],
    ["breaks the connection", (_, response) => response.destroy(), /cannot be reached/, 2],
    [
      "sends it elsewhere",
      (_, response) => response.writeHead(307, { location: `${url}/agents` }).end(),
      /sends the request elsewhere/,
      1,
    ],
    ["never answers", () => {}, /did not answer within 300 ms/, 2],
  ];
  for (const [what, answer, words, requests] of wrong) {
    it(`should fail in words if the service ${what}`, async () => {
      const remote = await open(what === "never answers" ? { timeoutMs: 300 } : {});
      answering = answer;
      const transaction = transactionOf();
      const before = transaction.serialize();
      expect(await failureOf(remote.sign(agent.publicKey, transaction))).to.match(words);
      expect(asked).to.equal(requests);
      expect(transaction.serialize()).to.deep.equal(before);
    });
  }

  for (const status of [500, 429]) {
    it(`should ask once more after a ${status}`, async () => {
      const remote = await open();
      answering = (transaction, response, number) =>
        number === 1 ? says(response, status, "no") : honest(transaction, response, number);
      const signed = await remote.sign(agent.publicKey, transactionOf());
      expect(signed.signatures[1]!.some((byte) => byte !== 0)).to.equal(true);
      expect(asked).to.equal(2);
    });
  }
});
