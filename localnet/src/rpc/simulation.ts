import type { Chain } from "../chain/chain";
import type { Simulation } from "../chain/runtime";
import type { WireTransaction } from "../chain/wire";
import { type AccountEncoding, encodeAccount } from "./account-encoding";
import { partiallyDecoded, returnData } from "./transaction-encoding";

interface SimulationConfig {
  replaceRecentBlockhash?: boolean | null | undefined;
  innerInstructions?: boolean | null | undefined;
  accounts?: { encoding?: AccountEncoding | null | undefined; addresses: string[] } | null | undefined;
}

/** The result of a simulation as JSON-RPC writes it. */
export function simulationValue(
  chain: Chain,
  transaction: WireTransaction,
  result: Simulation,
  config: SimulationConfig | null | undefined,
): object {
  const latest = chain.slots.blockhash;
  return {
    err: result.err,
    logs: result.logs,
    accounts: config?.accounts ? accountsAfter(chain, result, config.accounts) : null,
    unitsConsumed: result.computeUnits,
    returnData: returnData(result),
    innerInstructions: config?.innerInstructions ? innerInstructions(chain, transaction, result) : null,
    replacementBlockhash: config?.replaceRecentBlockhash
      ? { blockhash: latest, lastValidBlockHeight: chain.slots.lastValidHeight(latest) }
      : null,
  };
}

/** As on a node, a failed simulation has no accounts. */
function accountsAfter(
  chain: Chain,
  result: Simulation,
  wanted: NonNullable<SimulationConfig["accounts"]>,
): (object | null)[] {
  return wanted.addresses.map((key) => {
    const account = result.err === null ? (result.postAccounts.get(key) ?? chain.account(key)) : null;
    return account && encodeAccount(chain, account, { encoding: wanted.encoding ?? "base64" });
  });
}

function innerInstructions(chain: Chain, transaction: WireTransaction, result: Simulation): object[] {
  const { keys } = chain.accountsOf(transaction);
  return result.innerInstructions.flatMap((instructions, index) =>
    instructions.length === 0
      ? []
      : [{ index, instructions: instructions.map((one) => partiallyDecoded(keys, one, one.stackHeight)) }],
  );
}
