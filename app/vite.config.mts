import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

/** What the shell is made of, apart from the chain's code, so that the first paint does not wait for that. */
const SHELL = /node_modules\/(react|react-dom|scheduler|@tanstack\/(?!react-virtual|virtual-core)[^/]+)\//;
/** Together, so that their size can be held to its budget. */
const PICTURES = /app\/src\/pictures\//;

/** For work on the app: the chain of `npm start`, or the node that the variable names. A build has no configuration of its own. */
const localConfig: Plugin = {
  name: "local-config",
  configureServer({ middlewares }) {
    const rpcUrl = process.env.PROFIT_SHARE_URL ?? "http://127.0.0.1:8899";
    middlewares.use("/config.json", (_, response) => {
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify({ cluster: "localnet", rpcUrl }));
    });
  },
};

export default defineConfig({
  root: import.meta.dirname,
  cacheDir: ".build/vite",
  plugins: [react(), tailwindcss(), localConfig],
  // The packages of this repository from their sources, as the compiler finds them.
  resolve: { tsconfigPaths: true },
  build: {
    // Inlined files would need `data:` in the policy.
    assetsInlineLimit: 0,
    rolldownOptions: {
      output: {
        codeSplitting: {
          includeDependenciesRecursively: false,
          groups: [
            { name: "shell", test: SHELL },
            { name: "pictures", test: PICTURES },
          ],
        },
      },
    },
  },
});
