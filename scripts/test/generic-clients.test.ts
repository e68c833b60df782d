/** Clients that others generate from the IDL read what this SDK reads, in every account and event of a recorded flow. */
import { IDL } from "@profit-share/sdk/idl";
import { expect } from "chai";
import { anchorAccount, anchorEvent, anchorLogEvents } from "../generic-clients/anchor";
import { codamaAccount, codamaClient, codamaEvent } from "../generic-clients/codama";
import { type Flow, recordFlow } from "../generic-clients/flow";
import { sdkAccount, sdkEvent } from "../generic-clients/sdk";
import type { Fields, Reading } from "../generic-clients/values";

const names = (list: readonly { name: string }[]): string[] => list.map(({ name }) => name);

/** What the SDK keeps to itself: it checks the version and needs no bump. */
const NOT_IN_THE_SDK = ["version", "bump", "vaultBump", "reservedHead", "reserved"];

const withoutPrivate = ({ name, fields }: Reading): Reading => ({
  name,
  fields: Object.fromEntries(Object.entries(fields).filter(([field]) => !NOT_IN_THE_SDK.includes(field))),
});

/** The path of every value, `terms.mint`, with whether it is zero. */
function leaves(fields: Fields, prefix = ""): [path: string, isZero: boolean][] {
  return Object.entries(fields).flatMap(([name, value]) =>
    typeof value === "string"
      ? [[`${prefix}${name}`, isZero(value)] as [string, boolean]]
      : leaves(value, `${prefix}${name}.`),
  );
}

/** A number, bytes, an address or a flag. */
const isZero = (text: string): boolean => /^(0+|1{32}|false)$/.test(text);

describe("clients from the IDL", () => {
  let flow: Flow;

  before(() => {
    flow = recordFlow();
  });

  describe("the recorded flow", () => {
    it("should run every instruction, write every account and emit every event", () => {
      expect([...new Set(flow.instructions)]).to.have.members(names(IDL.instructions));
      expect([...new Set(names(flow.accounts))]).to.have.members(names(IDL.accounts));
      expect([...new Set(names(flow.events))]).to.have.members(names(IDL.events));
    });

    it("should give every field a value that is not zero", () => {
      const seen = new Map<string, boolean>();
      for (const { name, fields } of [...flow.accounts.map(anchorAccount), ...flow.events.map(anchorEvent)]) {
        for (const [path, zero] of leaves(fields))
          seen.set(`${name}.${path}`, (seen.get(`${name}.${path}`) ?? true) && zero);
      }
      const alwaysZero = [...seen].filter(([path, zero]) => zero && !/\.reserved(Head)?$/.test(path));
      expect(alwaysZero.map(([path]) => path)).to.deep.equal([]);
    });
  });

  describe("Anchor's", () => {
    it("should read every account as the SDK does", () => {
      for (const stored of flow.accounts) {
        expect(withoutPrivate(anchorAccount(stored))).to.deep.equal(sdkAccount(stored));
      }
    });

    it("should read every event as the SDK does", () => {
      for (const stored of flow.events) expect(anchorEvent(stored)).to.deep.equal(sdkEvent(stored));
    });

    it("should find the logged events in the logs", () => {
      const logged = flow.events.filter(({ name }) => !["Settled", "SettledBatch", "Closed"].includes(name));
      expect(flow.logs.flatMap(anchorLogEvents)).to.deep.equal(logged.map(anchorEvent));
    });
  });

  describe("Codama's", () => {
    it("should read every account and event as Anchor's does", async () => {
      const client = await codamaClient();
      for (const stored of flow.accounts) expect(codamaAccount(client, stored)).to.deep.equal(anchorAccount(stored));
      for (const stored of flow.events) expect(codamaEvent(client, stored)).to.deep.equal(anchorEvent(stored));
    });
  });
});
