import { createInitializeMint2Instruction, TOKEN_PROGRAM_ID } from "@solana/spl-token";
import { PublicKey, SystemProgram } from "@solana/web3.js";
import { expect } from "chai";
import { type Localnet, startLocalnet } from "../../src";
import { failure, post, result, Socket } from "./client";
import { fund, key, land, SOL, signed } from "./transactions";

const SYSTEM = "11111111111111111111111111111111";
const CLOCK = "SysvarC1ock11111111111111111111111111111111";
const LOADER = new PublicKey("BPFLoaderUpgradeab1e11111111111111111111111");

describe("localnet's own methods", () => {
  let net: Localnet;
  let url: string;

  before(async () => {
    net = await startLocalnet({ port: 0, clock: 1_800_000_000 });
    url = net.rpcUrl;
  });
  after(() => net.close());

  /** The message of a refusal with -32602. */
  const refusal = async (method: string, ...params: unknown[]) => {
    const { code, message } = await failure(url, method, ...params);
    expect(code).to.equal(-32602);
    return message;
  };

  describe("localnet_setAccount", () => {
    const address = key(61).publicKey.toBase58();
    const owner = key(62).publicKey.toBase58();
    const read = async () => (await result(url, "getAccountInfo", address, { encoding: "base64" })).value;

    it("writes an account, tells its subscribers, and removes it", async () => {
      const socket = await Socket.open(net.wsUrl);
      const id = await socket.subscribe("accountSubscribe", address, { encoding: "base64" });
      expect(await result(url, "localnet_setAccount", address, { lamports: 5, owner, data: "AQID" })).to.equal(null);
      expect(await read()).to.deep.include({ lamports: 5, owner, data: ["AQID", "base64"], executable: false });
      expect((await socket.notification(id)).params.result.value.lamports).to.equal(5);
      await result(url, "localnet_setAccount", address, null);
      expect(await read()).to.equal(null);
      expect((await socket.notification(id, 1)).params.result.value).to.deep.include({ lamports: 0, owner: SYSTEM });
      socket.close();
    });

    it("takes and gives every u64", async () => {
      await result(url, "localnet_setAccount", address, { lamports: "18446744073709551615", owner });
      const request = { jsonrpc: "2.0", id: 1, method: "getBalance", params: [address] };
      expect(await post(url, JSON.stringify(request))).to.match(/"value":18446744073709551615}/);
    });

    it("refuses what is no account, and writes nothing", async () => {
      await result(url, "localnet_setAccount", address, null);
      const refused = (account: unknown) => refusal("localnet_setAccount", address, account);
      const lamports = (written: string) =>
        `Invalid params: invalid type: ${written}, expected u64, as a number or a decimal string.`;
      expect(await refused({ lamports: "18446744073709551616", owner })).to.equal(
        lamports('string "18446744073709551616"'),
      );
      expect(await refused({ lamports: -1, owner })).to.equal(lamports("integer `-1`"));
      expect(await refused({ lamports: "0x5", owner })).to.equal(lamports('string "0x5"'));
      expect(await refused({ owner })).to.equal("Invalid params: missing field `lamports`.");
      expect(await refused({ lamports: 5, owner: "abc" })).to.equal("Invalid param: WrongSize");
      expect(await refused({ lamports: 5 })).to.equal("Invalid params: missing field `owner`.");
      expect(await refused({ lamports: 5, owner, data: "AQI" })).to.match(/invalid base64: InvalidPadding/);
      expect(await refused({ lamports: 5, owner, executable: true })).to.match(/cannot be written/);
      expect(await read()).to.equal(null);
    });

    it("refuses a damaged sysvar", async () => {
      const sysvar = { lamports: 1, owner: "Sysvar1111111111111111111111111111111111111", data: "AA==" };
      expect(await refusal("localnet_setAccount", CLOCK, sysvar)).to.match(/SysvarC1ock.* cannot be written/);
    });
  });

  describe("localnet_setClock", () => {
    /** The clock that programs see: unix_timestamp is the last i64 of the sysvar. */
    const sysvarTime = async () => {
      const { value } = await result(url, "getAccountInfo", CLOCK, { encoding: "base64" });
      return Number(Buffer.from(value.data[0], "base64").readBigInt64LE(32));
    };

    it("starts where the chain was told to", async () => {
      expect(await sysvarTime()).to.be.within(1_800_000_000, 1_800_000_060);
    });

    it("sets the time", async () => {
      expect(await result(url, "localnet_setClock", { unixTimestamp: 2_000_000_000 })).to.equal(2_000_000_000);
      expect(await sysvarTime()).to.equal(2_000_000_000);
    });

    it("moves the time forward", async () => {
      await result(url, "localnet_setClock", { unixTimestamp: 2_000_000_000 });
      expect(await result(url, "localnet_setClock", { forward: 86_400 })).to.be.within(2_000_086_400, 2_000_086_402);
    });

    it("lets the time run on", async () => {
      await result(url, "localnet_setClock", { unixTimestamp: 2_100_000_000 });
      await new Promise((done) => setTimeout(done, 1_500));
      expect(await sysvarTime()).to.be.within(2_100_000_001, 2_100_000_003);
    });

    it("is the time of the transactions that follow", async () => {
      await result(url, "localnet_setClock", { unixTimestamp: 2_200_000_000 });
      const signature = await fund(url, key(63).publicKey, SOL);
      expect((await result(url, "getTransaction", signature)).blockTime).to.be.within(2_200_000_000, 2_200_000_002);
    });

    it("refuses what is no time", async () => {
      const refused = (config: unknown) => refusal("localnet_setClock", config);
      expect(await refused({ unixTimestamp: -1 })).to.match(/integer `-1`, expected u64/);
      expect(await refused({ unixTimestamp: 1.5 })).to.match(/floating point `1.5`, expected u64/);
      expect(await refused({ unixTimestamp: 1e12 })).to.equal("Invalid param: the time may be at most 100000000000");
      expect(await refused({})).to.match(/expected map with a single key/);
      expect(await refused({ backward: 1 })).to.match(
        /unknown variant `backward`, expected `unixTimestamp` or `forward`/,
      );
    });
  });

  describe("localnet_setProgram", () => {
    const program = key(64).publicKey;
    const programData = (id: PublicKey) => PublicKey.findProgramAddressSync([id.toBuffer()], LOADER)[0].toBase58();
    /** The token program's own ELF, behind the loader's header of 45 bytes. */
    const tokenElf = () => net.chain.account(programData(TOKEN_PROGRAM_ID))!.data.slice(45);

    it("deploys a program that runs, without upgrade authority", async () => {
      const elf = Buffer.from(tokenElf()).toString("base64");
      expect(await result(url, "localnet_setProgram", program.toBase58(), elf)).to.equal(null);
      const data = net.chain.account(programData(program))!.data;
      // ProgramData: 3 as u32, the slot as u64, the upgrade authority as an option.
      expect([data[0], data[12]]).to.deep.equal([3, 0]);
      const [payer, mint] = [key(65), key(66)];
      await fund(url, payer.publicKey, SOL);
      const create = SystemProgram.createAccount({
        fromPubkey: payer.publicKey,
        newAccountPubkey: mint.publicKey,
        lamports: 1_461_600,
        space: 82,
        programId: program,
      });
      const initialize = createInitializeMint2Instruction(mint.publicKey, 6, payer.publicKey, null, program);
      await land(url, await signed(url, [payer, mint], [create, initialize]));
      expect(net.chain.account(mint.publicKey.toBase58())!.data[44]).to.equal(6);
    });

    it("refuses what is no program, and writes nothing", async () => {
      const nobody = key(67).publicKey.toBase58();
      expect(await refusal("localnet_setProgram", nobody, "AAAA")).to.match(/is no loadable program: /);
      expect(net.chain.account(nobody)).to.equal(null);
    });

    it("is startLocalnet's `programs` too", async () => {
      const other = await startLocalnet({ port: 0, programs: { [program.toBase58()]: tokenElf() } });
      expect(other.chain.account(program.toBase58())?.executable).to.equal(true);
      await other.close();
      const broken = startLocalnet({ port: 0, programs: { [program.toBase58()]: new Uint8Array(9) } });
      expect(await broken.catch((error: Error) => error.message)).to.match(/Failed to/);
    });
  });
});
