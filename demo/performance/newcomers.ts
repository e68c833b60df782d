/** Whoever comes from the web app gets an agent with an account on the venue, as a marketplace makes one at the sign-up. */
import { Cosigner, type MemoryAgents, type ServeKeeperOptions } from "@profit-share/keeper";
import { driftUserAddress } from "@profit-share/sdk/drift";
import type { LocalChain } from "@profit-share/testing/chain/local-chain";
import { openAccount, userOrGone } from "@profit-share/testing/chain/venue";
import { keyOf } from "@profit-share/testing/keys";
import type { Keypair, PublicKey } from "@solana/web3.js";
import { DOLLAR } from "../cast/people";

const COLLATERAL = 100n * DOLLAR;

/** The name says the wallet, so that the lab finds the agent as well. */
const agentNamed = (subscriber: PublicKey): Keypair => keyOf(`agent of ${subscriber.toBase58()}`);

export function subscribingFor(
  chain: LocalChain,
  agents: MemoryAgents,
): NonNullable<ServeKeeperOptions["subscribing"]> {
  return {
    cosigner: new Cosigner({
      client: chain.client,
      agents,
      isAgentOf: (agent, subscriber) => agentNamed(subscriber).publicKey.equals(agent),
    }),
    agentOf: async (subscriber) => {
      const agent = agentNamed(subscriber);
      agents.add(agent);
      const trader = { agent, user: driftUserAddress(agent.publicKey, 0) };
      if ((await userOrGone(chain, trader)) === null) await openAccount(chain, agent, COLLATERAL);
      return agent.publicKey;
    },
    // The app asks through its own site.
    origins: [],
    requestsPerMinute: 60,
  };
}
