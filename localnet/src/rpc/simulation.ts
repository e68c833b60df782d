import type { Chain } from "../chain/chain";
import { effectsOf } from "../chain/effects";
import type { Simulation } from "../chain/runtime";
import type { WireTransaction } from "../chain/wire";
import { type AccountEncoding, encodeAccount } from "./account-encoding";
import { parsedInstruction } from "./instructions";
import { returnData } from "./transaction-encoding";

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
  const { keys, loaded } = chain.accountsOf(transaction);
  const { loadedSize, ...effects } = effectsOf(chain, transaction, keys, result);
  return {
    err: result.err,
    logs: result.logs,
    accounts: config?.accounts ? accountsAfter(chain, result, config.accounts) : null,
    unitsConsumed: result.computeUnits,
    loadedAccountsDataSize: loadedSize,
    returnData: returnData(result),
    innerInstructions: config?.innerInstructions ? innerInstructions(keys, result) : null,
    replacementBlockhash: config?.replaceRecentBlockhash
      ? { blockhash: latest, lastValidBlockHeight: chain.slots.lastValidHeight(latest) }
      : null,
    ...effects,
    loadedAddresses: loaded,
  };
}

/** What a node answers with the refusal of a transaction that it simulated before sending: no balances. */
export function preflightValue(chain: Chain, transaction: WireTransaction, result: Simulation): object {
  return {
    ...simulationValue(chain, transaction, result, null),
    preBalances: null,
    postBalances: null,
    preTokenBalances: null,
    postTokenBalances: null,
    loadedAddresses: null,
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

function innerInstructions(keys: readonly string[], result: Simulation): object[] {
  return result.innerInstructions.flatMap((instructions, index) =>
    instructions.length === 0
      ? []
      : [{ index, instructions: instructions.map((one) => parsedInstruction(keys, one, one.stackHeight)) }],
  );
}
