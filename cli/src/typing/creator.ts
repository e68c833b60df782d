/** The commands about bots and keepers. */
import { type Command, Option } from "commander";
import { type Act, addMoney, addWallet, BOT, define, KEEPER } from "./define";

const OWNER = "bot's owner";
const ADMIN = "keeper's admin";

export function addBots(program: Command, act: Act): void {
  const group = program.command("bot").description("list, publish and change bots").helpCommand(false);

  define(group, act, {
    name: "bot list",
    description: "list bots, all of them or those of a wallet",
    args: [],
    commands: ["bot list --open", "bot list --owner <wallet>"],
  })
    .option("--owner <address>", "only those that this wallet owns")
    .option("--creator <address>", "only those that this wallet published")
    .option("--open", "only those that take new subscribers");

  define(group, act, {
    name: "bot show",
    description: "show a bot: its owner, what it offers, what it earned",
    args: [BOT],
    commands: ["bot show <bot>"],
  });

  const publish = define(group, act, {
    name: "bot publish",
    description: "publish a bot; its creator, mint and source stay for good",
    args: [],
    commands: [
      "bot publish --source drift --mint <mint> --share 10 --min-cap 1 --text terms.txt",
      "bot publish --source attested --keeper <keeper> --basis each_close --mint <mint> --share 7.5 --min-cap 1 --text terms.txt",
    ],
  });
  addTerms(addMoney(publish, "creator"))
    .option("--id <id>", "a UUID or 32 hexadecimal digits, new among the creator's bots (default: a random one)")
    .addOption(
      new Option("--source <source>", "who states the realized PnL")
        .choices(["drift", "velocity", "attested"])
        .makeOptionMandatory(),
    )
    .requiredOption("--mint <address>", "the token's mint, with 6 decimals")
    .option("--min-payout <dollars>", "the least that a payout moves", "0.01")
    .option("--wallet <address>", "who gets payouts (default: the creator)");

  const terms = define(group, act, {
    name: "bot terms",
    description: "change what is offered to new subscribers; no subscription changes",
    args: [BOT],
    commands: ["bot terms <bot> --share 8", "bot terms <bot> --text terms-2.txt"],
  });
  addTerms(addMoney(terms, OWNER));

  const payout = define(group, act, {
    name: "bot payout",
    description: "set who gets payouts, and the least that one moves",
    args: [BOT],
    commands: ["bot payout <bot> --wallet <address>", "bot payout <bot> --min 1"],
  });
  addMoney(payout, OWNER)
    .option("--wallet <address>", "who gets payouts")
    .option("--min <dollars>", "the least that a payout moves");

  for (const [name, description] of [
    ["bot open", "take new subscribers"],
    ["bot close", "take no new subscribers; those that there are stay"],
  ] as const) {
    addMoney(define(group, act, { name, description, args: [BOT], commands: [`${name} <bot>`] }), OWNER);
  }

  const transfer = define(group, act, {
    name: "bot transfer",
    description: "offer a bot, with all that is unclaimed, to another owner, who has to accept",
    args: [BOT, ["[owner]", "the wallet of the new owner"]],
    commands: ["bot transfer <bot> <wallet>", "bot transfer <bot> --cancel"],
  });
  addCancel(addMoney(transfer, OWNER));

  const accept = define(group, act, {
    name: "bot accept",
    description: "take over a bot that is offered; the new owner becomes the payout wallet",
    args: [BOT],
    commands: ["bot accept <bot>"],
  });
  addMoney(accept, "new owner");
}

export function addKeepers(program: Command, act: Act): void {
  const group = program.command("keeper").description("register and change keepers").helpCommand(false);

  const register = define(group, act, {
    name: "keeper register",
    description: "register a keeper, who attests closes; the wallet that signs becomes its admin",
    args: [["<signer>", "the hot key that will settle, and can do nothing else"]],
    commands: ["keeper register <signer>"],
  });
  addMoney(register, "admin to be").option(
    "--id <id>",
    "a UUID or 32 hexadecimal digits, new among this wallet's keepers (default: a random one)",
  );

  const rotate = define(group, act, {
    name: "keeper rotate",
    description: "replace a keeper's signer; the one before it settles nothing any more",
    args: [KEEPER, ["<signer>", "the new hot key"]],
    commands: ["keeper rotate <keeper> <signer>"],
  });
  addMoney(rotate, ADMIN);

  const transfer = define(group, act, {
    name: "keeper transfer",
    description: "offer a keeper to another admin, who has to accept",
    args: [KEEPER, ["[admin]", "the wallet of the new admin"]],
    commands: ["keeper transfer <keeper> <wallet>", "keeper transfer <keeper> --cancel"],
  });
  addCancel(addMoney(transfer, ADMIN));

  const accept = define(group, act, {
    name: "keeper accept",
    description: "take over a keeper that is offered",
    args: [KEEPER],
    commands: ["keeper accept <keeper>"],
  });
  addMoney(accept, "new admin");
}

export function addDeploy(program: Command, act: Act): void {
  const deploy = define(program, act, {
    name: "deploy",
    description: "register the keeper and publish the bots of a plan; what is there already stays",
    args: [["<plan>", "JSON file, as migrations/plan.example.json shows"]],
    commands: ["deploy plan.json --keypair creator.json -u devnet"],
  });
  addWallet(deploy, "admin and owner to be");
}

export function addMigrate(program: Command, act: Act): void {
  const migrate = define(program, act, {
    name: "migrate",
    description: "bring a marketplace's bots and subscribers onto the chain; what is there already stays",
    args: [
      ["<bots>", "CSV or JSON file of the bots, as docs/migrating.md shows"],
      ["<subscribers>", "CSV or JSON file of the subscribers"],
    ],
    commands: [
      "migrate bots.csv subscribers.csv --mint <mint> --keeper <keeper> --dry-run",
      "migrate bots.csv subscribers.csv --mint <mint> --keeper <keeper> --owners keys --app https://app.example",
    ],
  });
  addWallet(migrate, "wallet that pays for the bots, and owner of those that name it")
    .option("--dry-run", "show the plan and its costs; send and write nothing")
    .requiredOption("--mint <address>", "the token's mint, with 6 decimals")
    .option("--keeper <address>", "the account of the keeper that attests closes, for attested bots")
    .option("--owners <folder>", "key files of owners: their bots are published, too")
    .option("--app <url>", "address of the web app, for links that subscribers get")
    .option("--out <folder>", "where to write what others have to sign", "migration");
}

const addTerms = (command: Command): Command =>
  command
    .option("--share <percent>", "the creator's share of the profit, like 7.5; at most 10")
    .addOption(
      new Option("--basis <basis>", "of profit above the high-water mark, or of each profitable close").choices([
        "high_water_mark",
        "each_close",
      ]),
    )
    .option("--keeper <address>", "the account of the keeper that attests closes")
    .option("--min-balance <dollars>", "what a deposit has to reach at first, and a withdrawal has to leave")
    .option("--min-cap <dollars>", "the lowest daily cap that a subscriber may choose")
    .option("--text <file>", "the legal text, of which the terms hold the sha256")
    .option("--hash <hex>", "that sha256, instead of the text");

function addCancel(command: Command): void {
  command.option("--cancel", "take the offer back").hook("preAction", () => {
    const { cancel } = command.opts<{ cancel?: true }>();
    if (command.args.length < 2 !== (cancel === true)) {
      command.error("error: To whom? Pass either a wallet or --cancel");
    }
  });
}
