import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/** What the shell is made of, apart from the chain's code, so that the first paint does not wait for that. */
const SHELL = /node_modules\/(react|react-dom|scheduler|@tanstack\/(?!react-virtual|virtual-core)[^/]+)\//;
/** Together, so that their size can be held to its budget. */
const PICTURES = /app\/src\/pictures\//;

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), tailwindcss()],
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
