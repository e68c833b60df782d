/** The keeper, where one is configured: how it is, and subscribing through it. */
import { useQuery } from "@tanstack/react-query";
import type { Config } from "../config/config";
import { useConfig } from "../config/context";
import { askJson } from "./http";
import { every } from "./query-client";

/** As `/v1/status` says it; amounts and lamports are texts of digits. */
export interface KeeperStatus {
  signer: string;
  lamports: string | null;
  lag: { subscriptions: number; neverLookedAt: number; oldestMs: number; woken: number; failing: number };
  loopMs: number | null;
  setAside: { count: number; first: { subscription: string; failures: number; since: number; reason: string }[] };
  closes: { waiting: number; oldestMs: number | null };
  debts: { subscriptions: number; owed: string };
  inFlight: { count: number; oldestMs: number | null };
  endpoints: { place: string; method: string; requests: number; failures: number }[];
  feed: { connected: boolean; followed: number; waiting: number } | null;
}

const LOOK_EVERY_MS = 5_000;

/** No answer without a keeper. */
export function useKeeperStatus() {
  const config = useConfig();
  return useQuery({
    queryKey: ["keeper"],
    queryFn: async () => (await askKeeper(config, "/v1/status")) as KeeperStatus,
    enabled: config.keeperUrl !== null,
    refetchInterval: every(LOOK_EVERY_MS),
  });
}

/** @param body left out, it is a GET @throws ServerFailure */
export const askKeeper = ({ keeperUrl }: Config, path: string, body?: unknown): Promise<unknown> =>
  askJson("The keeper", `${keeperUrl!.replace(/\/$/, "")}${path}`, body);
