/** Whether a node answers what a keeper asks. */
import { connect, decodeClock, PROGRAM_ID, placeOf } from "@profit-share/sdk";
import { type Connection, SYSVAR_CLOCK_PUBKEY } from "@solana/web3.js";
import type { Endpoint } from "../config/config";
import { Endpoints } from "../send/endpoints";
import { systemClock } from "../time/clock";
import { bad, type Finding, good, note } from "./finding";

/** Seconds that the chain's clock may differ from this machine's. */
const CLOCK_SECONDS = 60n;

/** What is asked, and what a keeper lacks without it; null: it cannot work. */
const METHODS: readonly { name: string; ask: (connection: Connection) => Promise<unknown>; without: string | null }[] =
  [
    { name: "getLatestBlockhash", ask: (node) => node.getLatestBlockhash("confirmed"), without: null },
    { name: "getMultipleAccounts", ask: (node) => node.getMultipleAccountsInfo([PROGRAM_ID]), without: null },
    {
      name: "getProgramAccounts",
      ask: (node) =>
        node.getProgramAccounts(PROGRAM_ID, { dataSlice: { offset: 0, length: 0 }, filters: [{ dataSize: 1 }] }),
      without: "name every subscription in `subscriptions`, or use another node: this one finds none",
    },
    {
      name: "getSignaturesForAddress",
      ask: (node) => node.getSignaturesForAddress(PROGRAM_ID, { limit: 1 }, "confirmed"),
      without: "after a lost database closes wait: use an archive node",
    },
    {
      name: "getRecentPrioritizationFees",
      ask: (node) => node.getRecentPrioritizationFees(),
      without: "transactions offer computeUnitPrice: raise it, or use another node",
    },
  ];

/** @param genesisHash of the first node; null if this is it, or that one did not say */
export async function checkNode(
  endpoint: Endpoint,
  genesisHash: string | null,
): Promise<{ findings: Finding[]; genesisHash: string | null }> {
  const subject = placeOf(endpoint.url);
  const { fetch } = new Endpoints({ reading: [endpoint], sending: [], clock: systemClock });
  const connection = connect(subject, { fetch });
  let own: string;
  try {
    own = await connection.getGenesisHash();
  } catch (error) {
    const mend = "Check the address and the key in it, and whether this machine reaches it.";
    return { findings: [bad(subject, (error as Error).message, mend)], genesisHash };
  }
  if (genesisHash !== null && own !== genesisHash) {
    const said = `it is of the cluster ${own}, the first node of ${genesisHash}`;
    return { findings: [bad(subject, said, "Use nodes of one cluster.")], genesisHash };
  }
  const refused: Finding[] = [];
  for (const { name, ask, without } of METHODS) {
    const problem = await ask(connection).then(
      () => null,
      (error: Error) => error.message,
    );
    if (problem === null) continue;
    if (without === null) refused.push(bad(subject, `${name} is refused: ${problem}`, "Use another node."));
    else refused.push(note(subject, `${name} is refused (${problem}): ${without}`));
  }
  const answers = refused.length === 0 ? [good(subject, `answers all ${METHODS.length} methods`)] : refused;
  const findings = [await clockOf(subject, connection), ...answers];
  return { findings, genesisHash: own };
}

async function clockOf(subject: string, connection: Connection): Promise<Finding> {
  const account = await connection.getAccountInfo(SYSVAR_CLOCK_PUBKEY, "confirmed").catch(() => null);
  if (account === null) return bad(subject, "it does not show the cluster's clock", "Use another node.");
  const late = BigInt(Math.floor(Date.now() / 1_000)) - decodeClock(account.data);
  const seconds = late < 0n ? -late : late;
  if (seconds <= CLOCK_SECONDS) return good(subject, `its clock is ${seconds} s from this machine's`);
  return note(
    subject,
    `its clock is ${seconds} s ${late > 0n ? "behind" : "ahead of"} this machine's: one of them is wrong, or the node is far behind. The keeper goes by the chain's`,
  );
}
