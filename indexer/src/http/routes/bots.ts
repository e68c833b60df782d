/** Bots: what their subscribers and their creators got out of them. */
import { z } from "zod";
import { listBots, ORDERS, type Order } from "../../answers/bot-list";
import { drawdownOf, figuresOf, now } from "../../answers/bots";
import { daysOf } from "../../answers/days";
import { address, daysQuery, limit, limitOf, pageQuery, range } from "../inputs";
import { botAnswer } from "../outputs";
import { bot, botWithDrawdown, dayOfBot, entry, page } from "../schemas";
import { entriesPage } from "./entries-page";
import { FAILURES, NotThere, type Server, type Sources, sendJson } from "./route";

const params = z.object({ bot: address });
const CURSOR = /^(-?\d{1,40})_([1-9A-HJ-NP-Za-km-z]{32,44})$/;
const listQuery = z.strictObject({
  sort: z
    .enum(Object.keys(ORDERS) as [Order, ...Order[]])
    .optional()
    .describe(
      "The highest first: what accrued in 30 days or ever, live subscriptions, the median subscriber, the newest",
    ),
  search: z.string().max(64).optional().describe("Part of an address or a name"),
  after: z
    .string()
    .regex(CURSOR, { error: ({ input }) => `has to be the "next" of an earlier answer, not "${input}"` })
    .optional()
    .describe("`next` of the page before"),
  limit,
});

export function botRoutes(server: Server, { db, summaries, publications }: Sources): void {
  server.get(
    "/v1/bots",
    {
      schema: {
        summary: "All bots",
        querystring: listQuery,
        response: { 200: page(bot), ...FAILURES },
      },
    },
    async ({ query: { sort = "month", search = "", after, limit: most } }) => {
      const all = await summaries.all();
      const names = await publications.names(new Map(all.map(({ bot: key, owner }) => [key, owner])));
      const [, value, last] = CURSOR.exec(after ?? "") ?? [];
      const wanted = { order: sort, search, limit: limitOf(most) };
      const listed = listBots(all, names, {
        ...wanted,
        after: value === undefined ? null : { value: BigInt(value), bot: last! },
      });
      const end = listed.length === wanted.limit ? listed.at(-1)! : null;
      return {
        items: listed.map(({ figures, name }) => botAnswer(figures, name)),
        next: end === null ? null : `${end.value}_${end.figures.bot}`,
      };
    },
  );

  server.get(
    "/v1/bots/:bot",
    { schema: { summary: "One bot", params, response: { 200: botWithDrawdown, ...FAILURES } } },
    async ({ params: { bot: wanted } }) => {
      const [figures] = await figuresOf(db, await now(db), wanted);
      if (figures === undefined) throw new NotThere(`The index knows no bot ${wanted}`);
      const names = await publications.names(new Map([[wanted, figures.owner]]));
      return { ...botAnswer(figures, names.get(wanted) ?? null), drawdown: String(await drawdownOf(db, wanted)) };
    },
  );

  server.get(
    "/v1/bots/:bot/earnings",
    {
      schema: {
        summary: "Sums of a bot by UTC day, of days on which something happened",
        params,
        querystring: daysQuery,
        response: { 200: z.object({ bot: z.string(), days: z.array(dayOfBot) }), ...FAILURES },
      },
    },
    async ({ params, query }, reply) =>
      sendJson(reply, `{"bot":"${params.bot}","days":${await daysOf(db, params, range(query))}}`),
  );

  server.get(
    "/v1/bots/:bot/entries",
    {
      schema: {
        summary: "What happened to the money of a bot's subscriptions and in its vault",
        params,
        querystring: pageQuery,
        response: { 200: page(entry), ...FAILURES },
      },
    },
    ({ params, query }) => entriesPage(db, params, query),
  );
}
