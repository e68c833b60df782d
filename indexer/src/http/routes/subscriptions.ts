/** Subscriptions: what happened to their money, the records that prove it, and what a keeper noted beside them. */
import { z } from "zod";
import { type Agreement, agreementsOf } from "../../answers/agreements";
import { recordsOf } from "../../answers/entries";
import { address, agreementQuery, limitOf, pageQuery } from "../inputs";
import { agreementAnswer, observationAnswer, recordAnswer, tradeAnswer } from "../outputs";
import { agreement, entry, observation, page, record, trade } from "../schemas";
import { entriesPage } from "./entries-page";
import { FAILURES, NotThere, type Server, type Sources } from "./route";

const params = z.object({ subscription: address });

export function subscriptionRoutes(server: Server, { db, kept }: Sources): void {
  server.get(
    "/v1/subscriptions/:subscription",
    {
      schema: {
        summary: "All agreements at an address, the newest first",
        params,
        response: { 200: z.object({ subscription: z.string(), agreements: z.array(agreement) }), ...FAILURES },
      },
    },
    async ({ params: { subscription } }) => ({
      subscription,
      agreements: (await agreementsOf(db, { subscription })).map(agreementAnswer),
    }),
  );

  server.get(
    "/v1/subscriptions/:subscription/entries",
    {
      schema: {
        summary: "What happened to the money at an address, of all agreements there",
        params,
        querystring: pageQuery,
        response: { 200: page(entry), ...FAILURES },
      },
    },
    ({ params, query }) => entriesPage(db, params, query),
  );

  /** The newest that fits. @throws NotThere */
  const agreementAt = async (
    subscription: string,
    { bot, instance }: z.output<typeof agreementQuery>,
  ): Promise<Agreement> => {
    const found = (await agreementsOf(db, { subscription })).find(
      (one) => (instance === undefined || one.instance === BigInt(instance)) && (bot ?? one.bot) === one.bot,
    );
    if (found !== undefined) return found;
    const which = [instance === undefined ? "" : ` with number ${instance}`, bot === undefined ? "" : ` of bot ${bot}`];
    throw new NotThere(`The index knows no subscription at ${subscription}${which.join("")}`);
  };

  server.get(
    "/v1/subscriptions/:subscription/records",
    {
      schema: {
        summary: "The records of an agreement, which chain up to its head",
        params,
        querystring: agreementQuery,
        response: { 200: page(record), ...FAILURES },
      },
    },
    async ({ params: { subscription }, query }) => {
      const most = limitOf(query.limit);
      const rows = await recordsOf(db, await agreementAt(subscription, query), BigInt(query.after ?? 0), most);
      const last = rows.length === most ? rows.at(-1)! : null;
      return { items: rows.map(recordAnswer), next: last === null ? null : String(last.record.sequence) };
    },
  );

  const tables = () => {
    if (kept === null) throw new NotThere("No keeper's database stands beside this index: it knows no trades");
    return kept;
  };

  server.get(
    "/v1/subscriptions/:subscription/observations",
    {
      schema: {
        summary: "Realized PnL between records, as a keeper noted it",
        params,
        querystring: agreementQuery,
        response: { 200: page(observation), ...FAILURES },
      },
    },
    async ({ params: { subscription }, query }) => {
      const most = limitOf(query.limit);
      const of = await agreementAt(subscription, query);
      const found = await tables().observations(of, Number(query.after ?? -1), most);
      return {
        items: found.map(observationAnswer),
        next: found.length === most ? String(found.at(-1)!.slot) : null,
      };
    },
  );

  server.get(
    "/v1/subscriptions/:subscription/trades",
    {
      schema: {
        summary: "Closed trades, as a keeper noted them",
        params,
        querystring: agreementQuery,
        response: { 200: page(trade), ...FAILURES },
      },
    },
    async ({ params: { subscription }, query }) => {
      const most = limitOf(query.limit);
      const skip = Number(query.after ?? 0);
      const found = await tables().trades(await agreementAt(subscription, query), skip, most);
      return { items: found.map(tradeAnswer), next: found.length === most ? String(skip + most) : null };
    },
  );
}
