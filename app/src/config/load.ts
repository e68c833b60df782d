import { type Config, ConfigProblem, parseConfig } from "./config";

/** @throws ConfigProblem */
export async function loadConfig(): Promise<Config> {
  const response = await fetch("/config.json", { cache: "no-store" }).catch(() => null);
  if (response === null) throw new ConfigProblem("config.json cannot be fetched: the server does not answer");
  if (!response.ok) throw new ConfigProblem(`config.json cannot be fetched: the server answers ${response.status}`);
  const content: unknown = await response.json().catch(() => {
    throw new ConfigProblem("config.json is no JSON: look for a missing comma or quote");
  });
  return parseConfig(content);
}
