/** Texts to chats of Telegram. Nothing is received: the bot needs no webhook and no polling of its own. */
import { Api, GrammyError, HttpError } from "grammy";
import { busy, type Delivery, type Send } from "./delivery";

export interface TelegramOptions {
  /** Of the bot. In no error and no line of the log. */
  token: string;
  /** Where the Bot API is, without a slash at the end. */
  apiRoot: string;
  /** How long an answer is waited for. */
  timeoutMs: number;
}

export function telegramSender({ token, apiRoot, timeoutMs }: TelegramOptions): Send {
  const api = new Api(token, { apiRoot, timeoutSeconds: timeoutMs / 1_000 });
  return async (chat, text) => {
    try {
      // No parse mode: what others wrote stays text.
      await api.sendMessage(chat, text, { link_preview_options: { is_disabled: true } });
      return { kind: "sent" };
    } catch (problem) {
      const delivery = deliveryOf(problem);
      return "error" in delivery ? { ...delivery, error: delivery.error.replaceAll(token, "[hidden]") } : delivery;
    }
  };
}

function deliveryOf(problem: unknown): Delivery {
  if (problem instanceof GrammyError) return answered(problem);
  if (problem instanceof HttpError)
    return { kind: "failed", error: `Telegram did not answer: ${reasonOf(problem.error)}` };
  return { kind: "failed", error: `Telegram could not be asked: ${(problem as Error).message}` };
}

function answered({ error_code: code, description, parameters }: GrammyError): Delivery {
  const error = `Telegram answered ${code}: ${description}`;
  const { retry_after: seconds, migrate_to_chat_id: chat } = parameters;
  if (seconds !== undefined || code === 429) return busy(error, seconds ?? 1, true);
  if (chat !== undefined) return { kind: "refused", error: `${error}. The chat is ${chat} now: use that number` };
  // The bot was blocked, or there is no such chat.
  if (code === 400 || code === 403) return { kind: "refused", error };
  if (code === 401 || code === 404) {
    return { kind: "failed", error: `${error}. Check notifications.telegram.token: the bot is not known` };
  }
  return { kind: "failed", error };
}

/** The message of a failed request has the address, and so the token. */
function reasonOf(cause: unknown): string {
  const { code, type, name, message } = cause as { code?: unknown; type?: unknown; name: string; message: string };
  if (/timed out/.test(message)) return "it took too long";
  if (type === "invalid-json") return "what came is no JSON";
  return typeof code === "string" ? code : name;
}
