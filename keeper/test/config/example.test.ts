import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { loadConfig } from "../../src";
import { schema } from "../../src/config/config";
import { newFolder } from "../support/database";

const EXAMPLE = join(__dirname, "../../config.example.yaml");
const KEYS = Object.keys(schema.shape);
/** `key: value`, or the same behind a comment's sign. */
const LINE = /^(# )?(\w+): (.*)$/;

describe("config.example.yaml", () => {
  const lines = readFileSync(EXAMPLE, "utf8").split("\n");
  const found = lines.flatMap((line, index) => {
    const [, comment, key] = LINE.exec(line) ?? [];
    return key !== undefined && KEYS.includes(key) ? [{ key, optional: comment !== undefined, index }] : [];
  });

  it("is a configuration as it stands", () => {
    expect(loadConfig(EXAMPLE, {}).rpcUrl).to.equal("https://rpc.example.com");
  });

  it("has every key once, each with a sentence above it", () => {
    expect(found.map(({ key }) => key)).to.have.members(KEYS);
    expect(found.length).to.equal(KEYS.length);
    for (const { key, index } of found) expect(lines[index - 1], key).to.match(/^# .+\.$/);
  });

  it("states the defaults, and has commented out what has one", () => {
    const required = found.filter(({ optional }) => !optional).map(({ key }) => key);
    expect(required).to.deep.equal(["rpcUrl", "keeper", "signer", "database"]);
    const stated = join(newFolder(), "keeper.yaml");
    const optional = new Set(found.filter((one) => one.optional).map(({ index }) => index));
    writeFileSync(stated, lines.map((line, index) => (optional.has(index) ? line.slice(2) : line)).join("\n"));
    const paths = { signer: "/signer.json", database: "/database" };
    const load = (file: string) => ({ ...loadConfig(file, {}), ...paths });
    expect(load(stated)).to.deep.equal(load(EXAMPLE));
  });
});
