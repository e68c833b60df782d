/** The commands that move money of a subscription, or change it. */
import type { Command } from "commander";
import { type Act, addMoney, define, SUBSCRIPTION } from "./define";

const DOLLARS = "dollars, like 12.5";

export function addMoneyCommands(program: Command, act: Act): void {
  const claim = define(program, act, {
    name: "claim",
    description: "take the creator's share out of an escrow, out of a bot's vault, or out of all of them",
    args: [
      ["[address]", "a subscription; or a bot, for what lies in its vault"],
      ["[amount]", `${DOLLARS} (default: all)`],
    ],
    commands: ["claim <subscription>", "claim <subscription> 12.5 --keypair owner.json", "claim <bot>", "claim --all"],
  });
  addTo(addMoney(claim, "bot's owner"), "bot's owner")
    .option("--all", "from every subscription and vault of the bots that the wallet owns")
    .hook("preAction", (command) => {
      const { all } = command.opts<{ all?: true }>();
      if ((command.args.length === 0) !== (all === true)) {
        command.error("error: What is claimed? Pass either the address of a subscription or bot, or --all");
      }
    });

  const withdraw = define(program, act, {
    name: "withdraw",
    description: "take the subscriber's balance out of the escrow",
    args: [SUBSCRIPTION, ["[amount]", DOLLARS]],
    commands: ["withdraw <subscription> 12.5", "withdraw <subscription> --all --to <address>"],
  });
  addAll(
    addTo(addMoney(withdraw, "subscriber"), "subscriber"),
    "everything above what is owed and the minimum balance",
  );

  const deposit = define(program, act, {
    name: "deposit",
    description: "pay into a subscription's balance; what is owed is paid from it first",
    args: [SUBSCRIPTION, ["<amount>", DOLLARS]],
    commands: ["deposit <subscription> 100"],
  });
  addMoney(deposit, "wallet that pays");

  const cap = define(program, act, {
    name: "cap",
    description: "set the most that may accrue in one UTC day; a lower one counts from the next day",
    args: [SUBSCRIPTION, ["<amount>", `${DOLLARS}, of the creator's share`]],
    commands: ["cap <subscription> 50"],
  });
  addMoney(cap, "subscriber");

  const waive = define(program, act, {
    name: "waive",
    description: "give up a part of what a subscription owes to the creator",
    args: [SUBSCRIPTION, ["[amount]", DOLLARS]],
    commands: ["waive <subscription> 12.5", "waive <subscription> --all"],
  });
  addAll(addMoney(waive, "bot's owner"), "all that is owed");

  addForAnyone(program, act);

  const unsubscribe = define(program, act, {
    name: "unsubscribe",
    description: "begin the end of a subscription",
    args: [SUBSCRIPTION],
    commands: ["unsubscribe <subscription>"],
  });
  addMoney(unsubscribe, "subscriber or agent");

  const close = define(program, act, {
    name: "close",
    description: "close an ended subscription: everybody gets what is theirs, and the rent goes back",
    args: [SUBSCRIPTION],
    commands: ["close <subscription>", "close <subscription> --to <address> --keypair subscriber.json"],
  });
  addMoney(close, "wallet that pays the fee").option(
    "--to <address>",
    "wallet or token account that gets the subscriber's money; the subscriber has to sign then (default: the subscriber's own)",
  );
}

/** What anybody may do, because it only brings the ledger up to date or pays whom it belongs to. */
function addForAnyone(program: Command, act: Act): void {
  const commands = [
    ["settle", "settle a verified subscription on what its venue account holds now"],
    ["sync", "count tokens that reached the escrow without a deposit as balance"],
    ["payout", "move the creator's share to the bot's payout wallet"],
  ] as const;
  for (const [name, description] of commands) {
    const command = define(program, act, {
      name,
      description,
      args: [SUBSCRIPTION],
      commands: [`${name} <subscription>`],
    });
    addMoney(command, "wallet that pays the fee");
  }
}

const addTo = (command: Command, who: string): Command =>
  command.option("--to <address>", `wallet or token account that gets the money (default: the ${who})`);

/** Either an amount or all. */
function addAll(command: Command, what: string): void {
  command.option("--all", what).hook("preAction", () => {
    const { all } = command.opts<{ all?: true }>();
    if (command.args.length < 2 !== (all === true)) {
      command.error("error: How much? Pass either an amount in dollars or --all");
    }
  });
}
