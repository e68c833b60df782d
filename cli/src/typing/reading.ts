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

  addProofs(program, act);

  define(program, act, {
    name: "watch",
    description: "tell of each change of subscriptions until they are closed, or until Ctrl-C",
    args: [["<subscriptions...>", "addresses of subscriptions"]],
    commands: ["watch <subscription>", "watch <subscription> <subscription> --json"],
  }).option("--every <seconds>", "look this often, also where the node tells of changes", seconds, 15);

  addReport(program, act);
  addReconcile(program, act);
}

function addProofs(program: Command, act: Act): void {
  const verify = define(program, act, {
    name: "verify",
    description: "rebuild everything from the transactions alone, and say whether the chain's accounts follow from it",
    args: [["[address]", "a subscription, a bot, or the wallet of a creator"]],
    commands: [
      "verify <subscription>",
      "verify <bot> --resume bot.checkpoint --rate 10",
      "verify --receipt receipt.json --head <hex>",
    ],
  });
  addWalking(verify)
    .option("--resume <file>", "go on from this checkpoint, and write it again; what is in it counts as verified")
    .option("--receipt <file>", "verify a receipt instead, without a node")
    .option("--head <hex>", "the head that the receipt has to lead to")
    .hook("preAction", () => {
      const { receipt } = verify.opts<{ receipt?: string }>();
      if ((verify.args.length === 0) !== (receipt !== undefined)) {
        verify.error(
          "error: What is verified? Pass either the address of a subscription, bot or creator, or --receipt",
        );
      }
    });

  const receipt = define(program, act, {
    name: "receipt",
    description: "make the receipt of a settlement: JSON that proves it without a node",
    args: [["<signature>", "the transaction that settled, as history lists it"]],
    commands: ["receipt <signature> --out receipt.json", "receipt <signature> --subscription <address>"],
  });
  addWalking(receipt)
    .option("--subscription <address>", "which one, where the transaction settled several")
    .option("--out <file>", "write it into a new file");

  define(program, act, {
    name: "verify-program",
    description: "say whether the program on the chain is a file or what the source builds, and who could replace it",
    args: [],
    commands: ["verify-program --artifact profit_share.so -u devnet", "verify-program --build . -u mainnet-beta"],
  })
    .option("--artifact <file>", "compare it with this file")
    .option("--build <folder>", "build this repository anew, which takes minutes, and compare it with that")
    .option("--idl <file>", "compare the IDL that the upgrade authority published with this file");
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

function addReconcile(program: Command, act: Act): void {
  const reconcile = define(program, act, {
    name: "reconcile",
    description: "compare settlements and ledgers of the chain, a keeper's database and an index, to the base unit",
    args: [["<address>", "a bot, a wallet that owns bots, or a subscription"]],
    commands: [
      "reconcile <bot> --keeper-database postgres://reader@localhost/market",
      "reconcile <wallet> --keeper-database ./database --index https://index.example",
    ],
  });
  addWalking(reconcile)
    .option(
      "--keeper-database <place>",
      "the keeper's database: postgres://… or its folder, which no keeper may hold; only read",
    )
    .option("--index <url>", "the index")
    .hook("preAction", () => {
      const { keeperDatabase, index } = reconcile.opts<{ keeperDatabase?: string; index?: string }>();
      if (keeperDatabase === undefined && index === undefined) {
        reconcile.error("error: What is the chain compared with? Pass --keeper-database, --index or both");
      }
    });
}
