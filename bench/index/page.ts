/** The committed page, and the line of figures. */
import { count, table } from "../page";
import type { Landed } from "./chain";
import { EARNINGS, type Ingest, type PageTimes, type Sizes, type Verified } from "./measure";

export interface Measured {
  world: Landed;
  ingest: Ingest;
  /** Seconds from the start of an indexer, behind one that was killed, until it has stored something. */
  restartS: number;
  pages: PageTimes[];
  /** Seconds. */
  forkS: number;
  takeoverS: number;
  /** null: it was not built anew. */
  rebuild: Ingest | null;
  verify: Verified;
  /** With a tenth of the records; null on a chain that had more of them already. */
  verifyTenth: Verified | null;
}

export interface Machine {
  cores: number;
  memoryGb: number;
  node: string;
  postgres: string;
  /** Processes that want a core, the mean of the last quarter of an hour: more than the bench has itself, where others work, too. */
  load: number;
}

/** One line of JSON: what the budgets are about. */
export function figuresLine({ world, ingest, pages, verify }: Measured): string {
  return JSON.stringify({
    settlements: world.settlements,
    ingestPerS: ingest.settlementsPerS,
    earningsP99Ms: earningsOf(pages).p99Ms,
    verify100kS: verify.seconds,
    verifyRssMb: verify.rssMb,
  });
}

const earningsOf = (pages: readonly PageTimes[]): PageTimes => pages.find(({ what }) => what === EARNINGS)!;

export function page(sizes: Sizes, measured: Measured, machine: Machine): string {
  const { world, ingest, rebuild, pages, verify, verifyTenth } = measured;
  const { cores, memoryGb, node, postgres, load } = machine;
  return `# How an index carries a million settlements

Written by \`npm run bench:index -- --write\`. One machine of ${cores} cores and ${memoryGb} GB, Node ${node}, PostgreSQL ${postgres} without \`fsync\`. Chain, indexer and \`verify\` are processes of their own
on it and share the cores; the load was ${load} in the end, of which they make 3. Seconds of the processor depend less on what else runs than seconds do.

The chain runs the compiled program: ${count(world.settlements)} settlements of ${count(sizes.subscriptions)} subscriptions of ten bots of one creator, in a year, in ${count(world.transactions)} transactions.
${count(world.alone)} of them settle one subscription, the others up to 30 (verified) or 14 (attested). It answers by localnet's JSON-RPC and keeps what landed in a
file. ${sizes.forkSlots > 0 ? `The ${sizes.forkSlots} newest slots and as many before them are not final.` : ""} A figure says something beside another of the same run, and little beside one of another machine.

${table(
  ["", "budget", "measured"],
  [
    ["settlements entered in a second", "", count(ingest.settlementsPerS)],
    ["transactions entered in a second", "", count(ingest.transactionsPerS)],
    ["the whole index, killed in the middle, s", "", count(ingest.seconds)],
    ["seconds of the processor that the indexer used", "", count(ingest.cpuS)],
    ["memory of the indexer, MB", "", count(ingest.rssMb)],
    ["database, MB", "", count(ingest.databaseMb)],
    ["start behind a kill -9 until something is stored, s", "", count(measured.restartS)],
    [`a fork of ${sizes.forkSlots} slots, until the index says what is there instead, s`, "", count(measured.forkS)],
    ["a second indexer takes over, until what landed meanwhile is entered, s", "", count(measured.takeoverS)],
    ...(rebuild === null
      ? []
      : [
          ["the index built anew, in one go, s", "", count(rebuild.seconds)],
          ["its answers that differ by a byte", "0", "0"],
        ]),
    ["a creator's earnings, p99, ms", "50", count(earningsOf(pages).p99Ms)],
    [`\`verify\` of ${count(verify.records)} records, s`, "60", count(verify.seconds)],
    ["seconds of the processor", "", count(verify.cpuS)],
    ["its memory, MB", "", count(verify.rssMb)],
    ...(verifyTenth === null
      ? []
      : [
          [`of ${count(verifyTenth.records)} records, s`, "", count(verifyTenth.seconds)],
          ["its memory, MB", "", count(verifyTenth.rssMb)],
        ]),
  ],
)}

Every answer was held against the chain: the ledger of every subscription against its account, and of ten subscriptions every record, hashed up to the account's head.

## Answers

One after the other over HTTP, ${count(sizes.requests)} of each, with ${count(world.settlements)} settlements in the index: at rest, and while up to 20 transactions land in a second.

${table(
  ["answer", "p50, ms", "p99, ms", "p99 meanwhile, ms"],
  pages.map(({ what, ...times }) => [what, ...[times.p50Ms, times.p99Ms, times.liveP99Ms].map(count)]),
)}

## The chain

${count(world.seconds)} s to make the transactions, ${count(world.archiveMb)} MB of them in the file, ${count(world.rssMb)} MB of memory.
`;
}
