import { inspect } from "node:util";
import { expect } from "chai";
import { Webhook } from "standardwebhooks";
import type { Delivery } from "../../src/notify/delivery";
import { telegramSender } from "../../src/notify/telegram";
import { webhookSender } from "../../src/notify/webhook";
import { type Answer, MessageServer, refusal, SECRET, TOKEN } from "../support/message-server";

/** Only what hangs is waited for so long. */
const timeoutOf = (answer: Answer | null): number => (answer === "hang" ? 100 : 30_000);

describe("a message that is sent", () => {
  let server: MessageServer;
  before(async () => {
    server = await MessageServer.start();
  });
  afterEach(() => server.reset());
  after(() => server.close());

  describe("to Telegram", () => {
    const send = (apiRoot = server.url, timeoutMs = timeoutOf(null)): Promise<Delivery> =>
      telegramSender({ token: TOKEN, apiRoot, timeoutMs })("-100200", "You were paid $4.50. <b>_x_", "id");

    it("is plain text without a preview of links", async () => {
      expect(await send()).to.deep.equal({ kind: "sent" });
      const { path, body } = server.received[0]!;
      expect(path).to.equal(`/bot${TOKEN}/sendMessage`);
      expect(JSON.parse(body)).to.deep.equal({
        chat_id: "-100200",
        text: "You were paid $4.50. <b>_x_",
        link_preview_options: { is_disabled: true },
      });
    });

    const answers: [what: string, answer: Answer, expected: Delivery][] = [
      [
        "waits as long as Telegram says",
        refusal(429, "Too Many Requests: retry after 7", { retry_after: 7 }),
        {
          kind: "busy",
          error: "Telegram answered 429: Too Many Requests: retry after 7",
          waitMs: 7_000,
          everywhere: true,
        },
      ],
      [
        "waits an hour at the most",
        refusal(429, "Too Many Requests", { retry_after: 1e9 }),
        { kind: "busy", error: "Telegram answered 429: Too Many Requests", waitMs: 3_600_000, everywhere: true },
      ],
      [
        "is refused by who blocked the bot",
        refusal(403, "Forbidden: bot was blocked by the user"),
        { kind: "refused", error: "Telegram answered 403: Forbidden: bot was blocked by the user" },
      ],
      [
        "is refused where there is no chat",
        refusal(400, "Bad Request: chat not found"),
        { kind: "refused", error: "Telegram answered 400: Bad Request: chat not found" },
      ],
      [
        "is refused by a group that moved, and says where to",
        refusal(400, "Bad Request: group chat was upgraded to a supergroup chat", { migrate_to_chat_id: -100300 }),
        {
          kind: "refused",
          error:
            "Telegram answered 400: Bad Request: group chat was upgraded to a supergroup chat. The chat is -100300 now: use " +
            "that number",
        },
      ],
      [
        "may go another time with a token that is mended",
        refusal(401, "Unauthorized"),
        {
          kind: "failed",
          error: "Telegram answered 401: Unauthorized. Check notifications.telegram.token: the bot is not known",
        },
      ],
      [
        "may go another time after a fault of Telegram's",
        refusal(500, "Internal Server Error"),
        { kind: "failed", error: "Telegram answered 500: Internal Server Error" },
      ],
      [
        "may go another time if the token comes back in what is said",
        refusal(502, `no route to bot${TOKEN}`),
        { kind: "failed", error: "Telegram answered 502: no route to bot[hidden]" },
      ],
      [
        "may go another time if nobody answers",
        "hang",
        { kind: "failed", error: "Telegram did not answer: it took too long" },
      ],
      [
        "may go another time if the connection ends",
        "close",
        { kind: "failed", error: "Telegram did not answer: ECONNRESET" },
      ],
      [
        "may go another time if what answers is no JSON",
        { status: 502, body: "<html>" },
        { kind: "failed", error: "Telegram did not answer: what came is no JSON" },
      ],
    ];
    for (const [what, answer, expected] of answers) {
      it(what, async () => {
        server.answer = () => answer;
        expect(await send(server.url, timeoutOf(answer))).to.deep.equal(expected);
      });
    }

    it("shows the token to nobody, whatever goes wrong", async () => {
      const roots = ["http://127.0.0.1:1", "http://nobody.invalid", "http://[", "ftp://127.0.0.1"];
      for (const root of roots) {
        const delivery = await send(root);
        expect(delivery.kind, root).to.equal("failed");
        expect(inspect(delivery, { depth: null })).to.not.include("TEST-token");
      }
    });
  });

  describe("to a webhook", () => {
    const BODY = '{"type":"payment","data":{"amount":"4500000"}}';
    const send = (path = "/hook", timeoutMs = timeoutOf(null)): Promise<Delivery> => {
      const targets = ["/hook", "/very-secret-path?key=secret"].map((one) => ({
        url: server.url + one,
        secret: SECRET,
      }));
      return webhookSender(targets, timeoutMs)(server.url + path, BODY, "msg_1");
    };
    const at = (text: string) => text.replaceAll("HOST", new URL(server.url).origin);

    it("is signed as Standard Webhooks are, over the bytes that come", async () => {
      server.answer = () => ({ status: 204 });
      expect(await send()).to.deep.equal({ kind: "sent" });
      const { headers, body } = server.hooks("/hook")[0]!;
      expect(headers["webhook-id"]).to.equal("msg_1");
      expect(headers["content-type"]).to.equal("application/json");
      expect(new Webhook(SECRET).verify(body, headers)).to.deep.equal(JSON.parse(BODY));
      const other = new Webhook(`whsec_${Buffer.alloc(32, 1).toString("base64")}`);
      expect(() => other.verify(body, headers)).to.throw(/No matching signature/);
    });

    const answers: [what: string, answer: () => Answer, expected: Delivery][] = [
      [
        "follows no redirection",
        () => ({ status: 307, headers: { location: `${server.url}/elsewhere` } }),
        { kind: "failed", error: "HOST answered 307: redirections are not followed" },
      ],
      ["may go another time", () => ({ status: 500 }), { kind: "failed", error: "HOST answered 500" }],
      [
        "is refused by one that is gone for good",
        () => ({ status: 410 }),
        { kind: "refused", error: "HOST answered 410" },
      ],
      [
        "waits as long as it says",
        () => ({ status: 503, headers: { "retry-after": "30" } }),
        { kind: "busy", error: "HOST answered 503", waitMs: 30_000, everywhere: false },
      ],
      [
        "waits for nothing that is no number",
        () => ({ status: 503, headers: { "retry-after": "soon" } }),
        { kind: "failed", error: "HOST answered 503" },
      ],
      [
        "may go another time if nobody answers",
        () => "hang",
        { kind: "failed", error: "HOST did not answer: it took too long" },
      ],
      [
        "may go another time if the connection ends",
        () => "close",
        { kind: "failed", error: "HOST did not answer: UND_ERR_SOCKET" },
      ],
    ];
    for (const [what, answer, expected] of answers) {
      it(what, async () => {
        server.answer = answer;
        const wanted = "error" in expected ? { ...expected, error: at(expected.error) } : expected;
        expect(await send("/hook", timeoutOf(answer()))).to.deep.equal(wanted);
        expect(server.received.map(({ path }) => path)).to.deep.equal(["/hook"]);
      });
    }

    it("does not go where the configuration names nothing any more", async () => {
      const delivery = await send("/other");
      expect(delivery).to.deep.equal({ kind: "refused", error: at("The configuration names HOST no longer") });
      expect(server.received).to.deep.equal([]);
    });

    it("shows nothing of the address behind its host", async () => {
      server.answer = () => ({ status: 500 });
      expect(await send("/very-secret-path?key=secret")).to.deep.equal({
        kind: "failed",
        error: at("HOST answered 500"),
      });
    });
  });
});
