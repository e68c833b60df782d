import { expect } from "chai";
import { type Localnet, startLocalnet } from "../../src";
import { failure, result } from "./client";
import { onEveryNode } from "./nodes";
import { fund, key, land, SOL, signed, transfer } from "./transactions";

const GENESIS_SLOT = 447_552_000;

describe("what is asked of a cluster", () => {
  onEveryNode((node, value) => {
    const refused = async (method: string, params: unknown[], message: string) => {
      expect(await failure(node().rpcUrl, method, ...params)).to.deep.include({ code: -32602, message });
    };

    it("has an epoch schedule", async () => {
      const schedule = await result(node().rpcUrl, "getEpochSchedule");
      // Both answer what their EpochSchedule sysvar says; mainnet's says what Surfpool's does.
      expect(schedule).to.deep.equal({
        slotsPerEpoch: 432_000,
        leaderScheduleSlotOffset: 432_000,
        warmup: value(true, false),
        firstNormalEpoch: value(14, 0),
        firstNormalSlot: value(524_256, 0),
      });
      await refused("getEpochSchedule", [{}], "Invalid parameters: No parameters were expected");
    });

    it("has no vote accounts", async () => {
      const { rpcUrl } = node();
      const none = { current: [], delinquent: [] };
      const votePubkey = key(63).publicKey.toBase58();
      expect(await result(rpcUrl, "getVoteAccounts")).to.deep.equal(none);
      expect(
        await result(rpcUrl, "getVoteAccounts", { votePubkey, keepUnstakedDelinquents: true, commitment: "processed" }),
      ).to.deep.equal(none);
      const struct = "expected struct RpcGetVoteAccountsConfig.";
      await refused("getVoteAccounts", [5], `Invalid params: invalid type: integer \`5\`, ${struct}`);
      // Surfpool words an address that is none in its own way.
      const wrong = value("Invalid param: WrongSize", "Invalid pubkey 'x'");
      await refused("getVoteAccounts", [{ votePubkey: "x" }], wrong);
    });

    it("refuses a wrong configuration of the supply, and samples that are none", async () => {
      const struct = "expected struct RpcSupplyConfig.";
      await refused("getSupply", [1], `Invalid params: invalid type: integer \`1\`, ${struct}`);
      const text = 'Invalid params: invalid type: string "x", expected';
      await refused("getSupply", [{ excludeNonCirculatingAccountsList: "x" }], `${text} a boolean.`);
      await refused("getRecentPerformanceSamples", ["x"], `${text} usize.`);
      await refused("getRecentPerformanceSamples", [721], "Invalid limit; max 720");
      expect(await result(node().rpcUrl, "getRecentPerformanceSamples", 0)).to.deep.equal([]);
      expect(await result(node().rpcUrl, "getRecentPerformanceSamples", 720)).to.be.an("array");
    });
  });
});

// Surfpool knows no supply, and samples every slot by itself.
describe("what a standing chain counts", () => {
  const [alice, bob] = [key(64), key(65)];
  let net: Localnet;
  let url: string;

  beforeEach(async () => {
    net = await startLocalnet({ port: 0, slotMs: 3_600_000, clock: 1_800_000_000 });
    url = net.rpcUrl;
    await fund(url, alice.publicKey, 10 * SOL);
  });
  afterEach(() => net.close());

  const pay = async () => land(url, await signed(url, [alice], [transfer(alice, bob.publicKey, SOL)]));

  describe("getSupply", () => {
    const total = async (): Promise<bigint> => {
      const { value } = await result(url, "getSupply", { excludeNonCirculatingAccountsList: true });
      expect([value.nonCirculating, value.nonCirculatingAccounts]).to.deep.equal([0, []]);
      expect(value.circulating).to.equal(value.total);
      // JSON.parse rounds it.
      return net.chain.supply();
    };

    it("counts every account, and each fee burns its lamports", async () => {
      const before = await total();
      await pay();
      expect((await total()) - before).to.equal(-5_000n);
    });

    it("counts accounts of an owner that nobody knew", async () => {
      const before = await total();
      const [stranger, account] = [key(66).publicKey.toBase58(), key(67).publicKey.toBase58()];
      await result(url, "localnet_setAccount", account, { lamports: 70, owner: stranger });
      expect((await total()) - before).to.equal(70n);
      await result(url, "localnet_setAccount", account, null);
      expect(await total()).to.equal(before);
    });
  });

  describe("getRecentPerformanceSamples", () => {
    const samples = (limit?: number) => result(url, "getRecentPerformanceSamples", limit);
    const at = (unixTimestamp: number) => result(url, "localnet_setClock", { unixTimestamp });

    it("has none before a minute is over", async () => {
      await at(1_800_000_059);
      expect(await samples()).to.deep.equal([]);
    });

    it("has one for every minute, the newest first", async () => {
      await at(1_800_000_030);
      await pay();
      await at(1_800_000_060);
      await at(1_800_000_125);
      const older = {
        slot: GENESIS_SLOT + 1,
        numSlots: 2,
        numTransactions: 2,
        numNonVoteTransactions: 2,
        samplePeriodSecs: 60,
      };
      const newer = {
        slot: GENESIS_SLOT + 2,
        numSlots: 1,
        numTransactions: 0,
        numNonVoteTransactions: 0,
        samplePeriodSecs: 65,
      };
      expect(await samples()).to.deep.equal([newer, older]);
      expect(await samples(1)).to.deep.equal([newer]);
    });

    it("says at most 65,535 seconds, and begins anew when the clock is set back", async () => {
      await at(1_900_000_000);
      await at(1_800_000_000);
      await at(1_800_000_059);
      expect(await samples()).to.deep.equal([
        { slot: GENESIS_SLOT, numSlots: 1, numTransactions: 1, numNonVoteTransactions: 1, samplePeriodSecs: 65_535 },
      ]);
    });
  });
});
