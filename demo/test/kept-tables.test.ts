/** The index reads a keeper's tables by their names: they are those that a real keeper makes. */
import { KeeperTables } from "@profit-share/indexer";
import { createKeeper, DEFAULT_SETTINGS, MemoryAgents } from "@profit-share/keeper";
import { LocalChain } from "@profit-share/testing/chain/local-chain";
import { describeWithPostgres } from "@profit-share/testing/postgres";
import { expect } from "chai";
import pino from "pino";

describeWithPostgres("the tables of a keeper", (server) => {
  it("have what the index reads of them", async () => {
    const database = await server.newDatabase();
    const chain = await LocalChain.start();
    const { rpcUrl, wsUrl } = chain.localnet;
    const watched = { keeper: null, bots: [], agents: [], subscriptions: [] };
    const keeper = await createKeeper({
      settings: { ...DEFAULT_SETTINGS, rpcUrl, wsUrl, watched },
      signer: chain.payer,
      agents: new MemoryAgents([]),
      database,
      logger: pino({ level: "silent" }),
    });
    const tables = new KeeperTables(database);
    const nobody = { subscription: chain.payer.publicKey.toBase58(), instance: 1n };
    expect(await tables.observations(nobody, -1, 10)).to.deep.equal([]);
    expect(await tables.trades(nobody, 0, 10)).to.deep.equal([]);
    await tables.close();
    await keeper.stop();
    await chain.close();
  });
});
