import App from "@ledgerhq/hw-app-solana";
import { openTransportReplayer, RecordStore } from "@ledgerhq/hw-transport-mocker";
import { InvalidInput } from "@profit-share/sdk";
import { Keypair, SystemProgram, TransactionMessage, VersionedTransaction } from "@solana/web3.js";
import { expect } from "chai";
import { DeviceRefused, openLedger } from "../../src/input/ledger";

/** Of SLIP-44: 44'/501', and a step behind it. */
const BASE = "8000002c800001f5";
const [ROOT, FIRST, FIRST_OF_FIRST] = [`02${BASE}`, `03${BASE}80000000`, `04${BASE}8000000080000001`];

describe("a Ledger", () => {
  const wallet = Keypair.generate();
  const address = Buffer.from(wallet.publicKey.toBytes()).toString("hex");

  /** What goes to the device, and what it answers. */
  function exchange(instruction: string, p1: string, p2: string, payload: string, answer: string): string {
    const length = (payload.length / 2).toString(16).padStart(2, "0");
    return `=> e0${instruction}${p1}${p2}${length}${payload}\n<= ${answer}`;
  }
  const addressAt = (path: string, answer = `${address}9000`) => exchange("05", "00", "00", path, answer);
  const device =
    (...exchanges: string[]) =>
    async () =>
      new App(await openTransportReplayer(RecordStore.fromString(exchanges.join("\n"))));
  const named = (uri: string, ...exchanges: string[]) => openLedger(uri, uri, device(...exchanges));
  const refusal = (opened: Promise<unknown>) =>
    opened.then(
      () => expect.fail("opened"),
      (error: Error) => error,
    );

  for (const [uri, path] of [
    ["usb://ledger", ROOT],
    ["usb://ledger?key=0", FIRST],
    ["usb://ledger?key=0/1", FIRST_OF_FIRST],
    ["usb://ledger?key=0'/1'", FIRST_OF_FIRST],
  ] as const) {
    it(`${uri} is the address at its path`, async () => {
      const opened = await named(uri, addressAt(path));
      expect(opened.address.toBase58()).to.equal(wallet.publicKey.toBase58());
      expect(opened.name).to.equal(`The wallet ${uri}`);
    });
  }

  it("with a base address is that device", async () => {
    const uri = `usb://ledger/${wallet.publicKey.toBase58()}?key=0`;
    await named(uri, addressAt(ROOT), addressAt(FIRST));
    const other = `usb://ledger/${Keypair.generate().publicKey.toBase58()}?key=0`;
    const error = await refusal(named(other, addressAt(ROOT), addressAt(FIRST)));
    expect(error).to.be.instanceOf(InvalidInput);
    expect(error.message).to.match(/^The Ledger that is plugged in is not \w+ of usb:/);
  });

  describe("signs", () => {
    const message = new TransactionMessage({
      payerKey: wallet.publicKey,
      recentBlockhash: wallet.publicKey.toBase58(),
      instructions: [SystemProgram.transfer({ fromPubkey: wallet.publicKey, toPubkey: wallet.publicKey, lamports: 1 })],
    }).compileToLegacyMessage();
    const signed = new VersionedTransaction(message);
    signed.sign([wallet]);
    const [signature] = signed.signatures as [Uint8Array];
    const payload = `01${FIRST}${Buffer.from(message.serialize()).toString("hex")}`;

    it("the message", async () => {
      const answer = `${Buffer.from(signature).toString("hex")}9000`;
      const opened = await named("usb://ledger?key=0", addressAt(FIRST), exchange("06", "01", "00", payload, answer));
      const transaction = new VersionedTransaction(message);
      await opened.sign(transaction);
      expect(transaction.signatures).to.deep.equal([signature]);
    });

    for (const [status, words] of [
      ["6985", "you refused on the device: nothing was sent"],
      ["5515", "it is locked: unlock it"],
      ["6e00", "its Solana app is not open: open it"],
      ["6808", "allow blind signing in its Solana app's settings"],
    ] as const) {
      it(`nothing when the device answers ${status}`, async () => {
        const opened = await named("usb://ledger?key=0", addressAt(FIRST), exchange("06", "01", "00", payload, status));
        const error = await refusal(opened.sign(new VersionedTransaction(message)));
        expect(error).to.be.instanceOf(DeviceRefused);
        expect(error.message).to.equal(`The Ledger usb://ledger?key=0: ${words}`);
      });
    }
  });

  for (const uri of [
    "usb://trezor",
    "usb://ledger?key=",
    "usb://ledger?key=a",
    "usb://ledger?key=0/0/0",
    "usb://ledger/0",
  ]) {
    it(`is not ${uri}`, async () => {
      const error = await refusal(named(uri));
      expect(error.message).to.equal(`"${uri}" is no Ledger: pass one like usb://ledger, or usb://ledger?key=0/0`);
    });
  }
});
