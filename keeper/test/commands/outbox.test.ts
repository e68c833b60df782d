import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { ConfigError, type KeeperConfig, loadConfig } from "../../src";
import { outbox } from "../../src/commands/outbox";
import { Checkpoints } from "../../src/store/checkpoints";
import { openDatabase } from "../../src/store/database";
import { addMessages, type Message, Outbox } from "../../src/store/outbox";
import { newDatabase, newFolder } from "../support/database";
import { SECRET, TOKEN } from "../support/message-server";
import { Running } from "../support/process";

const MADE = new Date(Date.UTC(2026, 10, 20, 9, 0));
const PATH = "a-path-that-is-a-key";

describe("the list of messages", () => {
  let file: string;
  let config: KeeperConfig;

  beforeEach(async () => {
    file = join(newFolder(), "keeper.json");
    const database = await newDatabase();
    const webhooks = [{ url: `https://host.example/${PATH}`, secret: SECRET }];
    const values = {
      rpcUrl: "http://127.0.0.1:8899",
      keeper: "PStJb5p8CcWcGMfibwgfvzkS2t9xNYFeh58wCjBMYg6",
      signer: "signer.json",
      database,
      notifications: { telegram: { token: TOKEN }, webhooks },
    };
    writeFileSync(file, JSON.stringify(values));
    config = loadConfig(file, {});
    const message = (id: string, channel: Message["channel"], target: string): Message => ({
      ...{ id, channel, target },
      kind: "payment",
      payload: "You were paid $4.50.",
    });
    const { db, close } = await openDatabase(database);
    const store = new Outbox(db, new Checkpoints());
    await addMessages(db, [message("msg_a", "webhook", webhooks[0]!.url)], MADE);
    await addMessages(db, [message("msg_b", "telegram", "7"), message("msg_c", "telegram", "8")], MADE);
    await store.died("msg_b", "Telegram answered 403: Forbidden: bot was blocked by the user");
    await store.failed("msg_a", `${PATH} did not answer`, new Date(MADE.getTime() + 10_000));
    await store.sent("msg_c", MADE);
    await close();
  });

  const DEAD =
    "dead  msg_b  payment by telegram to 7, made 2026-11-20 09:00:00 UTC, failed attempts 1: Telegram answered 403: Forbidden: " +
    "bot was blocked by the user";

  it("has those that wait and those that were given up, without what is secret", async () => {
    const [count, ...lines] = await outbox(config, {});
    expect(count).to.equal("messages: 1 waiting, 1 dead");
    expect(lines.sort()).to.deep.equal([
      DEAD,
      "waiting  msg_a  payment by webhook to https://host.example, made 2026-11-20 09:00:00 UTC, failed attempts 1, " +
        "next try 2026-11-20 09:00:10 UTC: [hidden] did not answer",
    ]);
    expect(await outbox(config, { dead: true })).to.deep.equal([count, DEAD]);
  });

  it("lets one be tried again that was given up, and no other", async () => {
    expect(await outbox(config, { retry: "msg_b" })).to.deep.equal(["msg_b is tried again"]);
    expect((await outbox(config, {}))[0]).to.equal("messages: 2 waiting, 0 dead");
    const error = await outbox(config, { retry: "msg_c" }).catch((problem: Error) => problem);
    expect(error).to.be.instanceOf(ConfigError);
    expect((error as Error).message).to.equal(
      "--retry: no message msg_c was given up; list those that were with --dead",
    );
  });

  it("is printed by the command", async () => {
    const { code, stdout, stderr } = await new Running(["outbox", "--dead", "--config", file]).ended();
    expect([code, stdout, stderr]).to.deep.equal([0, `messages: 1 waiting, 1 dead\n${DEAD}\n`, ""]);
  });
});
