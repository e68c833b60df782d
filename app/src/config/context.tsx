import { createContext, type ReactNode, use } from "react";
import type { Config } from "./config";

const ConfigContext = createContext<Config | null>(null);

export const ConfigProvider = ({ config, children }: { config: Config; children: ReactNode }) => (
  <ConfigContext value={config}>{children}</ConfigContext>
);

export function useConfig(): Config {
  const config = use(ConfigContext);
  if (config === null) throw new Error("useConfig needs a ConfigProvider above it");
  return config;
}
