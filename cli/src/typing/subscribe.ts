/** The commands by which two parties subscribe, each on a machine of its own. */
import type { Command } from "commander";
import { type Act, addMoney, BOT, define } from "./define";

const TRANSACTION = ["<transaction>", "the base64 text that was handed over, or a file with it"] as const;
const OUT = ["--out <file>", "write the text into a new file"] as const;

export function addSubscribe(program: Command, act: Act): void {
  const group = program.command("subscribe").description("subscribe: prepare, sign and cosign").helpCommand(false);

  define(group, act, {
    name: "subscribe prepare",
    description: "make the transaction that subscriber and agent have to sign",
    args: [BOT],
    commands: [
      "subscribe prepare <bot> --subscriber <address> --agent <address> --venue-user <address> --cap 50 --deposit 100",
      "subscribe prepare <bot> --subscriber <address> --agent <address> --account-no 0 --cap 50 --deposit 100 --out a.txt",
    ],
  })
    .requiredOption("--subscriber <address>", "whose money it is")
    .requiredOption("--agent <address>", "the wallet that trades")
    .option("--venue-user <address>", "the agent's account on the venue, for a verified bot")
    .option("--account-no <number>", "which account of the agent, 0 to 65535, for an attested bot")
    .requiredOption("--cap <dollars>", "the most that may accrue in one UTC day")
    .requiredOption("--deposit <dollars>", "what the subscriber pays in; may be 0 if the terms ask for nothing")
    .option("--payer <address>", "who pays the fee and the rent, and gets the rent back (default: the subscriber)")
    .option(...OUT);

  const sign = define(group, act, {
    name: "subscribe sign",
    description: "read what it says, and sign it; the other party sends it",
    args: [TRANSACTION],
    commands: ["subscribe sign a.txt --keypair subscriber.json --out b.txt"],
  });
  addMoney(sign, "subscriber or agent", { elsewhere: false }).option(...OUT);

  const cosign = define(group, act, {
    name: "subscribe cosign",
    description: "read what it says, add the last signature, and send it",
    args: [TRANSACTION],
    commands: ["subscribe cosign b.txt --keypair agent.json"],
  });
  addMoney(cosign, "agent or subscriber", { elsewhere: false });
}
