/**
 * A host server in a process of its own: reports closes, looks after everything once, exits. Started again, it reports the
 * same closes. Arguments: configuration file, then the closes as JSON: `[[subscription, agent, tradeId, dollars], …]`.
 */
import { type Close, openHost } from "./host-process";

/** A transaction that the test lets expire fails one report. */
const ATTEMPTS = 5;

async function main(): Promise<void> {
  const [, , file, closes] = process.argv;
  const { keeper, host } = await openHost(file!);
  for (const [subscription, agent, tradeId, dollars] of JSON.parse(closes!) as Close[]) {
    for (let attempt = 1; ; attempt++) {
      const { success, error } = await host.distributeCreatorProfitShare(subscription, dollars, agent, tradeId);
      if (success) break;
      if (attempt === ATTEMPTS) throw new Error(error);
    }
  }
  const failed = await keeper.once();
  await keeper.stop();
  if (failed.length > 0) throw new Error(`${failed.length} subscriptions failed`);
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
