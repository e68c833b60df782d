/** What a wallet earned as a creator, and what it paid as a subscriber. */
import { z } from "zod";
import { agreementsOf } from "../../answers/agreements";
import { daysOf } from "../../answers/days";
import type { Of } from "../../answers/entries";
import { sumsOfOwner } from "../../answers/owners";
import { address, daysQuery, pageQuery, range } from "../inputs";
import { agreementAnswer, botAnswer, sumsAnswer } from "../outputs";
import { agreement, bot, dayOfBot, entry, page, sums } from "../schemas";
import { entriesPage } from "./entries-page";
import { FAILURES, type Server, type Sources, sendJson } from "./route";

const params = z.object({ wallet: address });

export function walletRoutes(server: Server, sources: Sources): void {
  const { db, summaries, publications } = sources;

  server.get(
    "/v1/creators/:wallet",
    {
      schema: {
        summary: "A creator: the bots that the wallet owns or published, and what it earned while they were its own",
        params,
        response: {
          200: z.object({ wallet: z.string(), bots: z.array(bot), sums: sums.nullable() }),
          ...FAILURES,
        },
      },
    },
    async ({ params: { wallet } }) => {
      const own = (await summaries.all()).filter(({ owner, creator }) => owner === wallet || creator === wallet);
      const names = await publications.names(new Map(own.map(({ bot: key, owner }) => [key, owner])));
      const earned = await sumsOfOwner(db, wallet);
      return {
        wallet,
        bots: own.map((one) => botAnswer(one, names.get(one.bot) ?? null)),
        sums: earned === null ? null : sumsAnswer(earned),
      };
    },
  );

  server.get(
    "/v1/creators/:wallet/earnings",
    {
      schema: {
        summary: "Sums of a creator by UTC day and bot, of the time in which each bot was its own",
        params,
        querystring: daysQuery,
        response: { 200: z.object({ wallet: z.string(), days: z.array(dayOfBot) }), ...FAILURES },
      },
    },
    async ({ params: { wallet }, query }, reply) =>
      sendJson(reply, `{"wallet":"${wallet}","days":${await daysOf(db, { owner: wallet }, range(query))}}`),
  );

  server.get(
    "/v1/subscribers/:wallet",
    {
      schema: {
        summary: "A subscriber: its subscriptions, closed ones as well",
        params,
        response: { 200: z.object({ wallet: z.string(), subscriptions: z.array(agreement) }), ...FAILURES },
      },
    },
    async ({ params: { wallet } }) => ({
      wallet,
      subscriptions: (await agreementsOf(db, { subscriber: wallet })).map(agreementAnswer),
    }),
  );

  const entriesRoute = (path: string, summary: string, of: (wallet: string) => Of): void => {
    server.get(
      path,
      { schema: { summary, params, querystring: pageQuery, response: { 200: page(entry), ...FAILURES } } },
      ({ params: { wallet }, query }) => entriesPage(db, of(wallet), query),
    );
  };
  entriesRoute("/v1/creators/:wallet/entries", "What happened to a creator's money", (owner) => ({ owner }));
  entriesRoute("/v1/subscribers/:wallet/entries", "What happened to a subscriber's money", (subscriber) => ({
    subscriber,
  }));
}
