/** The commands that only read. */
import { type Command, Option } from "commander";
import { type Act, addInstance, addWalking, BOT, define, SUBSCRIPTION, seconds } from "./define";

export function addReading(program: Command, act: Act): void {
  const terms = define(program, act, {
    name: "terms",
    description: "show what was agreed and where the money stands, or went",
    args: [SUBSCRIPTION],
    commands: ["terms <subscription>", "terms <subscription> --text terms.txt -u devnet"],
  });
  addInstance(addWalking(terms)).option("--text <file>", "the legal text, to be checked against the terms");

  const history = define(program, act, {
    name: "history",
    description: "show every settlement and movement of money, proved and recomputed",
    args: [SUBSCRIPTION],
    commands: ["history <subscription>", "history <subscription> --json -u mainnet-beta"],
  });
  addInstance(addWalking(history));

  define(program, act, {
    name: "list",
    description: "list the bots, subscriptions and keepers of a wallet, whatever its role",
    args: [["<wallet>", "the wallet's address"]],
    commands: ["list <wallet>", "list <wallet> --json"],
  });

  define(program, act, {
    name: "vault",
    description: "show what closed subscriptions left in a bot's vault",
    args: [BOT],
    commands: ["vault <bot>"],
  });

  const earnings = define(program, act, {
    name: "earnings",
    description: "show what a bot, or all bots of a wallet, earned: ever, in the last 30 and in the last 7 days",
    args: [["<address>", "a bot's address, or that of the wallet that owns bots"]],
    commands: ["earnings <bot>", "earnings <wallet> --rate 5"],
  });
  addWalking(earnings);

  define(program, act, {
    name: "watch",
    description: "tell of each change of subscriptions until they are closed, or until Ctrl-C",
    args: [["<subscriptions...>", "addresses of subscriptions"]],
    commands: ["watch <subscription>", "watch <subscription> <subscription> --json"],
  }).option("--every <seconds>", "look this often, also where the node tells of changes", seconds, 15);

  addReport(program, act);
}

function addReport(program: Command, act: Act): void {
  const report = define(program, act, {
    name: "report",
    description: "sum up a year of a creator or subscriber, checked against the chain",
    args: [["<address>", "a wallet's address; or a bot's (creator), or a subscription's (subscriber)"]],
    commands: [
      "report <wallet> --role creator --year 2026 --time-zone Europe/Vienna --csv",
      "report <wallet> --role subscriber --year 2026 --tax --prices usdc.csv --currency EUR",
    ],
  });
  addWalking(report)
    .addOption(new Option("--role <role>", "whose side").choices(["creator", "subscriber"]).makeOptionMandatory())
    .requiredOption("--year <year>", "like 2026")
    .option("--time-zone <name>", "whose midnights begin days, months and the year, like Europe/Vienna", "UTC")
    .addOption(new Option("--csv", "print every entry as CSV; amounts in dollars").conflicts("json"))
    .option("--tax", "value income or fees in a currency; no tax advice")
    .option("--prices <file>", "CSV or JSON with a date and the price of one token in the currency")
    .option("--currency <code>", "the price file's column, like EUR")
    .addOption(
      new Option("--basis <basis>", "when a creator's share counts")
        .choices(["credited", "claimed"])
        .default("credited"),
    )
    .option("--earlier-price", "a day without a price has that of the nearest earlier one");
}
