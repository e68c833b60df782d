import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), tailwindcss()],
  // The packages of this repository from their sources, as the compiler finds them.
  resolve: { tsconfigPaths: true },
  // Inlined files would need `data:` in the policy.
  build: { assetsInlineLimit: 0, sourcemap: false },
});
