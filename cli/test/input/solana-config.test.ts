import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { InvalidInput } from "@profit-share/sdk";
import { expect } from "chai";
import { readSolanaConfig } from "../../src/input/solana-config";

/** As `solana config set` writes it (agave 2.3). */
const WRITTEN = `---
json_rpc_url: https://api.devnet.solana.com
websocket_url: ''
keypair_path: /home/anna/.config/solana/id.json
address_labels:
  '11111111111111111111111111111111': System Program
commitment: confirmed
`;

describe("Solana's settings", () => {
  const home = mkdtempSync(join(tmpdir(), "profit-share-home-"));
  const file = join(home, ".config/solana/cli/config.yml");
  const write = (text: string) => writeFileSync(file, text);
  before(() => mkdirSync(dirname(file), { recursive: true }));
  after(() => rmSync(home, { recursive: true }));

  it("are read from the home folder, wherever it is said to be", () => {
    write(WRITTEN);
    const found = { file, url: "https://api.devnet.solana.com", keyFile: "/home/anna/.config/solana/id.json" };
    expect(readSolanaConfig(undefined, { HOME: home })).to.deep.equal(found);
    expect(readSolanaConfig(undefined, { USERPROFILE: home })).to.deep.equal(found);
  });

  it("are none without a home folder or a file in it", () => {
    expect(readSolanaConfig(undefined, {})).to.equal(null);
    expect(readSolanaConfig(undefined, { HOME: "" })).to.equal(null);
    expect(readSolanaConfig(undefined, { HOME: join(home, "elsewhere") })).to.equal(null);
  });

  it("are read from the file that was typed", () => {
    const other = join(home, "other.yml");
    writeFileSync(other, "json_rpc_url: devnet\n");
    expect(readSolanaConfig(other, { HOME: home })).to.deep.equal({ file: other, url: "devnet", keyFile: null });
  });

  it("have to be there if they were typed", () => {
    const missing = join(home, "missing.yml");
    expect(() => readSolanaConfig(missing, { HOME: home })).to.throw(
      InvalidInput,
      `The config file ${missing} cannot be read: there is no such file`,
    );
  });

  const values: [string, string, string | null][] = [
    ["plain", "json_rpc_url: http://a:1", "http://a:1"],
    ["in single quotes", "json_rpc_url: 'http://a/it''s'", "http://a/it's"],
    ["in double quotes", String.raw`json_rpc_url: "http://a/\"b\\c"`, String.raw`http://a/"b\c`],
    ["before a comment", "json_rpc_url: http://a/#b # the node", "http://a/#b"],
    ["on a line that ends as on Windows", "json_rpc_url: http://a\r\ncommitment: confirmed\r\n", "http://a"],
    ["behind a byte order mark", "\uFEFFjson_rpc_url: http://a\n", "http://a"],
    ["nothing", "json_rpc_url:\nwebsocket_url: http://a\n", null],
    ["an empty text", "json_rpc_url: ''\n", null],
    ["of another level", "x:\n  json_rpc_url: http://a\n", null],
    ["of a longer name", "my_json_rpc_url: http://a\n", null],
    ["in no YAML at all", "{", null],
  ];
  for (const [what, text, url] of values) {
    it(`a value ${what} is ${url}`, () => {
      write(text);
      expect(readSolanaConfig(undefined, { HOME: home })?.url).to.equal(url);
    });
  }
});
