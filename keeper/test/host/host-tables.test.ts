import { describeWithPostgres } from "@profit-share/testing/postgres";
import { Keypair, type PublicKey } from "@solana/web3.js";
import { expect } from "chai";
import { ConfigError } from "../../src";
import type { HostTablesSettings } from "../../src/config/host-settings";
import { HostTables, HostTablesFailure } from "../../src/host/host-tables";
import { Refusal } from "../../src/host/input";

const SUBSCRIPTIONS = { table: "botSubscriptions", id: "id", subscription: "onChainAddress" };
const AGENTS = { table: "hosting.wallets", agent: "agent", subscriber: "owner" };

describeWithPostgres("the host's own tables", (server) => {
  const [first, second, ada, bea, cleo] = Array.from({ length: 5 }, () => Keypair.generate().publicKey) as [
    PublicKey,
    PublicKey,
    PublicKey,
    PublicKey,
    PublicKey,
  ];
  let url: string;
  let settings: HostTablesSettings;
  const opened: HostTables[] = [];

  const run = (sql: string): string => server.run(sql, new URL(url).pathname.slice(1));

  before(() => {
    url = server.newDatabase();
    settings = { database: url, subscriptions: SUBSCRIPTIONS, agents: AGENTS };
    run(`
      CREATE TABLE "botSubscriptions" (id bigint, "onChainAddress" text);
      INSERT INTO "botSubscriptions" VALUES
        (1, '${first}'), (2, NULL), (3, '${first}'), (3, '${second}'), (4, 'soon'), (5, '${second}'), (5, '${second}');
      CREATE SCHEMA hosting;
      CREATE TABLE hosting.wallets (agent varchar(44), owner varchar(44), id uuid DEFAULT gen_random_uuid());
      INSERT INTO hosting.wallets VALUES ('${first}', '${ada}'), ('${first}', '${bea}'), ('${second}', '${bea}');
      CREATE ROLE stranger LOGIN;`);
  });

  afterEach(async () => {
    for (const tables of opened.splice(0)) await tables.close();
  });

  async function open(changes: Partial<HostTablesSettings> = {}): Promise<HostTables> {
    const tables = await HostTables.open({ ...settings, ...changes });
    opened.push(tables);
    return tables;
  }

  /** Its class and what it says. */
  async function failureOf(work: Promise<unknown>): Promise<[unknown, string]> {
    const error = await work.then(
      (answer) => new Error(`It did not fail: ${String(answer)}`),
      (thrown: Error) => thrown,
    );
    expect(`${error.message} ${error.stack}`).to.not.include("secret");
    return [error.constructor, error.message];
  }

  describe("when a close names an id", () => {
    const resolve = async (id: string) => (await open()).subscriptions!.resolve(id);

    it("should find the subscription, also in two rows that say the same", async () => {
      expect(await resolve("1")).to.deep.equal(first);
      expect(await resolve("5")).to.deep.equal(second);
    });

    it("should find none without such a row, and where the row has none", async () => {
      expect([await resolve("99"), await resolve("2")]).to.deep.equal([null, null]);
    });

    it("should refuse what can be no id, and pass nothing of it on as SQL", async () => {
      for (const id of ["one", "1; DROP TABLE hosting.wallets", "99999999999999999999", "1\0", ""]) {
        const words = "subscriberBotId can be no botSubscriptions.id: pass one of those";
        expect(await failureOf(resolve(id))).to.deep.equal([Refusal, words]);
      }
      expect(run("SELECT count(*) FROM hosting.wallets")).to.equal("3");
    });

    it("should say that it cannot be told if there are several, or no address", async () => {
      expect(await failureOf(resolve("3"))).to.deep.equal([
        HostTablesFailure,
        "botSubscriptions has several subscriptions for one id: make that column unique",
      ]);
      expect(await failureOf(resolve("4"))).to.deep.equal([
        HostTablesFailure,
        'botSubscriptions.onChainAddress holds "soon", no base58 address: correct that row',
      ]);
    });

    it("should take ids of another kind", async () => {
      run(`CREATE TABLE named (id uuid, at text); INSERT INTO named VALUES ('${"0".repeat(31)}1', '${second}')`);
      const { subscriptions } = await open({ subscriptions: { table: "named", id: "id", subscription: "at" } });
      expect(await subscriptions!.resolve(`00000000-0000-0000-0000-${"0".repeat(11)}1`)).to.deep.equal(second);
      expect((await failureOf(subscriptions!.resolve("1")))[0]).to.equal(Refusal);
    });
  });

  describe("when a wallet subscribes", () => {
    it("should know whose agent it is", async () => {
      const { agents } = await open();
      const answers = [
        await agents!.isAgentOf(first, ada),
        await agents!.isAgentOf(second, bea),
        await agents!.isAgentOf(second, ada),
        await agents!.isAgentOf(ada, first),
      ];
      expect(answers).to.deep.equal([true, true, false, false]);
    });

    it("should find the wallet's only agent, and none of a wallet without", async () => {
      const { agents } = await open();
      expect(await agents!.agentOf(ada)).to.deep.equal(first);
      expect(await agents!.agentOf(cleo)).to.equal(null);
    });

    it("should ask for the agent's name if the wallet has several", async () => {
      const { agents } = await open();
      const words = `agent: the host made several for the wallet ${bea}: name one of them`;
      expect(await failureOf(agents!.agentOf(bea))).to.deep.equal([Refusal, words]);
    });
  });

  describe("when it is opened", () => {
    const cases: [what: string, changes: Partial<HostTablesSettings>, words: RegExp][] = [
      [
        "a table that is not there",
        { subscriptions: { ...SUBSCRIPTIONS, table: "botsubscriptions" } },
        /^hostTables\.subscriptions\.table: relation "botsubscriptions" does not exist: correct the name/,
      ],
      ["a schema that is not there", { agents: { ...AGENTS, table: "no.wallets" } }, /^hostTables\.agents\.table: /],
      [
        "a column that is not there",
        { subscriptions: { ...SUBSCRIPTIONS, subscription: "onchainaddress" } },
        /^hostTables\.subscriptions\.subscription: column "onchainaddress" does not exist/,
      ],
      ["another one", { subscriptions: { ...SUBSCRIPTIONS, id: "key" } }, /^hostTables\.subscriptions\.id: /],
      [
        "a column that holds no addresses",
        { agents: { ...AGENTS, subscriber: "id" } },
        /^hostTables\.agents\.subscriber: invalid input syntax for type uuid/,
      ],
      ["a third one", { agents: { ...AGENTS, agent: "wallet" } }, /^hostTables\.agents\.agent: /],
    ];
    for (const [what, changes, words] of cases) {
      it(`should refuse ${what} by its key`, async () => {
        const [type, message] = await failureOf(open(changes));
        expect(type).to.equal(ConfigError);
        expect(message).to.match(words);
      });
    }

    it("should refuse a table that this user may not read", async () => {
      const modest = new URL(url);
      modest.username = "stranger";
      const [type, message] = await failureOf(open({ database: modest.toString(), agents: null }));
      expect(type).to.equal(ConfigError);
      expect(message).to.match(/^hostTables\.subscriptions\.table: permission denied .* let this user read it$/);
    });

    it("should say that the database does not answer, without its password", async () => {
      const [type, message] = await failureOf(open({ database: "postgres://keeper:secret@127.0.0.1:1/none" }));
      expect(type).to.equal(HostTablesFailure);
      expect(message).to.match(/^hostTables\.database: The database 127\.0\.0\.1:1\/none cannot be reached: /);
    });
  });

  it("should answer again when the server was killed and started", async () => {
    const { agents } = await open();
    await server.kill();
    const [type, message] = await failureOf(agents!.agentOf(ada));
    expect(type).to.equal(HostTablesFailure);
    expect(message).to.match(/terminat|cannot be reached|ECONNRESET|lost/);
    await server.start();
    expect(await agents!.agentOf(ada)).to.deep.equal(first);
  });
});
