/** Whom the keeper tells what it paid and what is to be mended, and how. */
import { z } from "zod";
import { quoted } from "../text/quoted";

export interface Notifications {
  /** null: nobody is told over Telegram. `apiRoot`: where the Bot API is, without a slash at the end. */
  telegram: { token: string; apiRoot: string } | null;
  /** Chats that are told what is to be mended. */
  operators: { chat: string }[];
  /** Told of every payment, and of what is to be mended. */
  webhooks: WebhookTarget[];
}

export interface WebhookTarget {
  /** http or https. */
  url: string;
  /** With which its messages are signed, `whsec_` and base64. */
  secret: string;
}

const TELEGRAM = "https://api.telegram.org";

/** Not repeated in what is said of a wrong one. */
const token = z.string({ error: "has to be a text" }).regex(/^\d+:[\w-]{20,}$/, {
  error: 'has to be a bot\'s token, as @BotFather gives it: a number, ":" and a text',
});

/** A chat's number, or `@channel`. */
export const TELEGRAM_CHAT = /^(-?\d{1,19}|@\w{4,32})$/;

const chat = z
  .union([z.string(), z.int().transform(String)], { error: 'has to be a chat\'s number or "@channel"' })
  .pipe(
    z.string().regex(TELEGRAM_CHAT, {
      error: ({ input }) => `has to be a chat's number or "@channel", not ${quoted(String(input))}`,
    }),
  );

/** @param url a text that is a URL with http or https @param secret a text that is a webhook's secret */
export const notificationsSchema = (url: z.ZodString, secret: z.ZodString) =>
  z
    .strictObject({
      telegram: z
        .strictObject({ token, apiRoot: url.transform((text) => text.replace(/\/+$/, "")).default(TELEGRAM) })
        .nullable()
        .default(null),
      operators: z.array(z.strictObject({ chat })).default([]),
      webhooks: z.array(z.strictObject({ url, secret })).default([]),
    })
    .superRefine(({ telegram, operators, webhooks }, context) => {
      const fault = (key: string, message: string) => context.addIssue({ code: "custom", path: [key], message });
      if (telegram === null && operators.length > 0)
        fault("operators", "there is no telegram.token to write to them with");
      if (new Set(webhooks.map((one) => one.url)).size < webhooks.length) fault("webhooks", "a URL is named twice");
    });
