/** The alert rules and the board, with what a real keeper says to Prometheus. */
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describeWithPromtool } from "@profit-share/testing/promtool";
import { expect } from "chai";
import { parse, stringify } from "yaml";
import { VENUE_STOPS } from "../../src/process/set-aside";
import { newFolder } from "../support/database";
import { type Sample, Served } from "../support/served";

const OPS = join(__dirname, "../../ops");
const RULES = join(OPS, "alerts.yaml");
const PAGE = join(__dirname, "../../../docs/operating.md");

interface Rule {
  alert: string;
  expr: string;
  annotations: { summary: string; action: string };
}

interface Panel {
  title: string;
  type: string;
  description?: string;
  targets?: { expr: string }[];
}

const rules = (parse(readFileSync(RULES, "utf8")) as { groups: { rules: Rule[] }[] }).groups.flatMap(
  (group) => group.rules,
);
const { panels } = JSON.parse(readFileSync(join(OPS, "board.json"), "utf8")) as { panels: Panel[] };
const shown = panels.filter(({ type }) => type !== "row");
const queries = shown.flatMap(({ targets }) => targets!.map(({ expr }) => expr));

/** Names of the keeper's metrics in a query, without what a histogram appends. */
const namesIn = (query: string): string[] =>
  [...query.matchAll(/profit_share_\w+/g)].map(([name]) => name.replace(/_(bucket|sum|count)$/, ""));

/** What the series has to be for the alert, in place of what the keeper said. As promtool writes values: 60 minutes of them. */
const RAISED: Record<string, Record<string, string>> = {
  KeeperDown: { up: "0x60" },
  KeeperLoopStuck: { profit_share_loop_seconds: "31+60x60" },
  KeeperLowSol: { profit_share_payer_lamports: "49999999x60" },
  KeeperBlind: { profit_share_payer_lamports: "_x60" },
  KeeperNodeFails: { profit_share_requests_total: "0+10x60", profit_share_request_failures_total: "0+6x60" },
  KeeperFeedDown: { profit_share_feed_connected: "0x60" },
  KeeperFeedShort: { profit_share_feed_waiting: "3x60" },
  KeeperLags: { profit_share_oldest_look_seconds: "301x60" },
  KeeperQueueGrows: { profit_share_oldest_woken_seconds: "61x60" },
  KeeperNeverLooked: { profit_share_subscriptions_never_looked_at: "1x60" },
  KeeperCloseWaits: { profit_share_oldest_close_seconds: "601x60" },
  KeeperSettlesSlowly: {
    'profit_share_close_settled_seconds_bucket{le="60"}': "0+1x60",
    'profit_share_close_settled_seconds_bucket{le="300"}': "0+9x60",
    'profit_share_close_settled_seconds_bucket{le="3600"}': "0+9x60",
    'profit_share_close_settled_seconds_bucket{le="+Inf"}': "0+9x60",
  },
  KeeperTransactionStuck: { profit_share_oldest_in_flight_seconds: "301x60" },
  KeeperTransactionsFail: {
    'profit_share_actions_total{kind="settle",outcome="failed",error="InsufficientFunds"}': "0+1x60",
  },
  KeeperSetsAside: { 'profit_share_subscriptions_set_aside{reason="transaction"}': "1x60" },
  KeeperVenueStopped: {
    'profit_share_subscriptions_set_aside{reason="venue"}': "1x60",
    'profit_share_actions_total{kind="fund_from_venue",outcome="refused",error="MarketWithdrawPaused"}': "0+1x60",
  },
  KeeperDebtsRise: { profit_share_owed_base_units: "0+4e6x60" },
};

describe("what an operator's Prometheus and Grafana load", () => {
  let samples: Sample[];
  let metrics: string[];

  before(async () => {
    const served = await Served.open();
    try {
      const subscription = await served.market.attested();
      await served.close(subscription, "one");
      const reads = (name: string) => samples.find(({ metric }) => metric === name)?.value;
      const isWell = () =>
        reads("profit_share_actions_total") !== undefined &&
        ["closes_waiting", "in_flight", "feed_waiting"].every((name) => reads(`profit_share_${name}`) === 0);
      do samples = await served.scrape();
      while (!isWell());
      metrics = await served.names();
    } finally {
      await served.stop();
    }
  });

  it("names only metrics that a keeper has", () => {
    for (const query of [...rules.map(({ expr }) => expr), ...queries])
      for (const name of namesIn(query)) expect(metrics, query).to.include(name);
  });

  it("shows every metric on the board", () => {
    expect([...new Set(queries.flatMap(namesIn))]).to.have.members(metrics);
  });

  it("counts no refusal of a venue that has stopped among those that fail", () => {
    const { expr } = rules.find(({ alert }) => alert === "KeeperTransactionsFail")!;
    expect(/error!~"([\w|]+)"/.exec(expr)![1]!.split("|")).to.deep.equal(VENUE_STOPS);
  });

  it("says of each panel what it shows", () => {
    for (const { title, description } of shown) expect(description, title).to.match(/\.$/);
  });

  it("says of each alert what to do, and where that is explained", () => {
    const page = readFileSync(PAGE, "utf8");
    for (const { alert, annotations } of rules) {
      expect(annotations.summary, alert).to.match(/\.$/);
      expect(annotations.action).to.match(new RegExp(`\\. docs/operating\\.md#${alert.toLowerCase()}$`));
      expect(page).to.match(new RegExp(`^### ${alert}$`, "m"));
    }
  });

  describeWithPromtool("checked by promtool", (promtool) => {
    it("has rules, and queries on its board, that Prometheus understands", () => {
      const file = join(newFolder(), "queries.yaml");
      const recorded = queries.map((expr, index) => ({
        record: `query:${index}`,
        expr: expr.replaceAll("$instance", ".*"),
      }));
      writeFileSync(file, stringify({ groups: [{ name: "board", rules: recorded }] }));
      execFileSync(promtool, ["check", "rules", RULES, file], { stdio: "pipe" });
    });

    it("has each alert fire for what it is for, alone, and none for a keeper that is well", () => {
      expect(Object.keys(RAISED)).to.deep.equal(rules.map(({ alert }) => alert));
      const firing = 'count by (alertname) (ALERTS{alertstate="firing"})';
      const test = (name: string, raised: Record<string, string>, alerts: string[]) => ({
        name,
        interval: "1m",
        input_series: seriesWith(samples, raised),
        promql_expr_test: [
          {
            expr: firing,
            eval_time: "59m",
            exp_samples: alerts.map((alert) => ({ labels: `{alertname="${alert}"}`, value: 1 })),
          },
        ],
      });
      const tests = [
        test("a keeper that is well", {}, []),
        ...Object.entries(RAISED).map(([alert, raised]) => test(alert, raised, [alert])),
      ];
      const file = join(newFolder(), "tests.yaml");
      writeFileSync(file, stringify({ rule_files: [RULES], evaluation_interval: "1m", tests }));
      const result = said(promtool, ["test", "rules", file]);
      expect(result, result).to.match(/SUCCESS\s*$/);
    });
  });
});

/** The keeper's series as they were for an hour, with others in the place of those that are named, or beside them. */
function seriesWith(samples: readonly Sample[], raised: Record<string, string>) {
  const values = new Map<string, string>([["up", "1x60"]]);
  for (const { series, value } of samples) values.set(series, `${value}x60`);
  for (const [name, value] of Object.entries(raised)) {
    const known = [...values.keys()].filter((series) => series === name || series.startsWith(`${name}{`));
    for (const series of known.length === 0 ? [name] : known) values.set(series, value);
  }
  return [...values].map(([series, value]) => ({ series: withInstance(series), values: value }));
}

/** As Prometheus adds them when it scrapes. */
function withInstance(series: string): string {
  const [, name, labels] = /^(\w+)(?:\{(.*)\})?$/.exec(series)!;
  return `${name}{${[labels, 'job="profit-share-keeper"', 'instance="keeper:9180"'].filter(Boolean).join(",")}}`;
}

/** What the program says, also where it fails. */
function said(program: string, args: string[]): string {
  try {
    return execFileSync(program, args, { encoding: "utf8", stdio: "pipe" });
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    return `${stdout}${stderr}`;
  }
}
