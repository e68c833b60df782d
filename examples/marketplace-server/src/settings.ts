/** What the server is told by its environment. */
import { PublicKey } from "@solana/web3.js";

export interface Settings {
  port: number;
  databaseUrl: string;
  rpcUrl: string;
  /** Folder of the agents' key files, the same as the keeper's `agentKeys`. */
  agentKeys: string;
  /** Where the keeper listens, `http://127.0.0.1:9180`. */
  keeperUrl: string;
  /** The keeper's `webhookSecret`. */
  webhookSecret: string;
  /** The keeper account that states closes. */
  keeper: PublicKey;
  mint: PublicKey;
}

const USDC = "EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v";

/** @throws Error that names the variable which is missing or wrong */
export function readSettings(environment: NodeJS.ProcessEnv): Settings {
  const required = (name: string): string => {
    const value = environment[name];
    if (value === undefined || value === "") throw new Error(`${name} is not set: see the README`);
    return value;
  };
  const address = (name: string, value: string): PublicKey => {
    try {
      return new PublicKey(value);
    } catch {
      throw new Error(`${name}: "${value}" is no address`);
    }
  };
  return {
    port: Number(environment.PORT ?? 3000),
    databaseUrl: required("DATABASE_URL"),
    rpcUrl: required("RPC_URL"),
    agentKeys: required("AGENT_KEYS"),
    keeperUrl: required("KEEPER_URL"),
    webhookSecret: required("WEBHOOK_SECRET"),
    keeper: address("KEEPER", required("KEEPER")),
    mint: address("MINT", environment.MINT ?? USDC),
  };
}
