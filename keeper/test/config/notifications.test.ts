import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { ConfigError, loadConfig } from "../../src";
import { newFolder } from "../support/database";
import { SECRET, TOKEN } from "../support/message-server";

const LEAST = {
  rpcUrl: "http://127.0.0.1:8899",
  keeper: "PStJb5p8CcWcGMfibwgfvzkS2t9xNYFeh58wCjBMYg6",
  signer: "signer.json",
  database: "database",
};
const URL = "https://host.example/hook";

describe("the configuration of notifications", () => {
  const file = join(newFolder(), "keeper.json");

  function load(notifications: unknown, environment: NodeJS.ProcessEnv = {}) {
    writeFileSync(file, JSON.stringify({ ...LEAST, notifications }));
    return loadConfig(file, environment).notifications;
  }

  it("is what is named, and the rest is as it is with most", () => {
    expect(load(undefined)).to.equal(null);
    expect(load({})).to.deep.equal({ telegram: null, operators: [], webhooks: [] });
    expect(load({ telegram: { token: TOKEN }, operators: [{ chat: -1001 }, { chat: "@ops_room" }] })).to.deep.equal({
      telegram: { token: TOKEN, apiRoot: "https://api.telegram.org" },
      operators: [{ chat: "-1001" }, { chat: "@ops_room" }],
      webhooks: [],
    });
    const webhooks = [{ url: URL, secret: SECRET }];
    expect(load({ webhooks })!.webhooks).to.deep.equal(webhooks);
    const telegram = { token: TOKEN, apiRoot: "http://127.0.0.1:8081/" };
    expect(load({ telegram })!.telegram!.apiRoot).to.equal("http://127.0.0.1:8081");
  });

  it("has the token from the environment, with or without more in the file", () => {
    const environment = { PROFIT_SHARE_TELEGRAM_TOKEN: TOKEN };
    const telegram = { token: TOKEN, apiRoot: "https://api.telegram.org" };
    expect(load(undefined, environment)).to.deep.equal({ telegram, operators: [], webhooks: [] });
    const apiRoot = "http://127.0.0.1:8081";
    expect(load({ telegram: { apiRoot }, operators: [{ chat: 1 }] }, environment)).to.deep.include({
      telegram: { token: TOKEN, apiRoot },
      operators: [{ chat: "1" }],
    });
    expect(load({ telegram: { token: `1${TOKEN}` } }, environment)!.telegram!.token).to.equal(TOKEN);
  });

  const wrong: [what: string, notifications: unknown, environment: NodeJS.ProcessEnv, message: RegExp][] = [
    ["a text", "yes", {}, /keeper\.json: notifications: /],
    [
      "a text with a token from the environment",
      "yes",
      { PROFIT_SHARE_TELEGRAM_TOKEN: TOKEN },
      /keeper\.json: notifications: /,
    ],
    ["no token", { telegram: {} }, {}, /notifications\.telegram\.token: has to be a text$/],
    [
      "a token that is none",
      { telegram: { token: "secret-word" } },
      {},
      /notifications\.telegram\.token: has to be a bot's token, as @BotFather gives it: a number, ":" and a text$/,
    ],
    [
      "a token that is none in the environment",
      {},
      { PROFIT_SHARE_TELEGRAM_TOKEN: "secret-word" },
      /^PROFIT_SHARE_TELEGRAM_TOKEN \(notifications\.telegram\.token\): has to be a bot's token/,
    ],
    [
      "another protocol",
      { webhooks: [{ url: "file:///secret-word", secret: SECRET }] },
      {},
      /notifications\.webhooks\.0\.url: has to be a URL with http: or https:, not "file:/,
    ],
    [
      "a short secret",
      { webhooks: [{ url: URL, secret: "secret-word" }] },
      {},
      /notifications\.webhooks\.0\.secret: has to be "whsec_"/,
    ],
    [
      "a URL twice",
      {
        webhooks: [
          { url: URL, secret: SECRET },
          { url: URL, secret: SECRET },
        ],
      },
      {},
      /notifications\.webhooks: a URL is named twice$/,
    ],
    [
      "a chat without a number",
      { telegram: { token: TOKEN }, operators: [{ chat: "ops" }] },
      {},
      /notifications\.operators\.0\.chat: has to be a chat's number or "@channel", not "ops"$/,
    ],
    [
      "operators without a bot",
      { operators: [{ chat: 1 }] },
      {},
      /notifications\.operators: there is no telegram\.token to write to them with$/,
    ],
    ["an unknown key", { email: [] }, {}, /notifications\.email: there is no such key/],
  ];
  for (const [what, notifications, environment, message] of wrong) {
    it(`is not ${what}`, () => {
      expect(() => load(notifications, environment)).to.throw(ConfigError, message);
      expect(() => load(notifications, environment)).to.not.throw(/secret-word/);
    });
  }
});
