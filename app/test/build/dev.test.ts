import { join } from "node:path";
import { describeApp } from "../support/suite";

describeApp("vite dev", (suite) => {
  it("shows the app from its sources", async () => {
    const { createServer } = await import("vite");
    process.env.PROFIT_SHARE_URL = suite.world.chain.localnet.rpcUrl;
    const configFile = join(__dirname, "../../vite.config.mts");
    const server = await createServer({ configFile, logLevel: "warn", server: { port: 0, host: "127.0.0.1" } });
    try {
      await server.listen();
      const page = await suite.visitor.page(await suite.visitor.context());
      await page.goto(server.resolvedUrls!.local[0]!);
      await page.getByText("Estimated creator earnings").first().waitFor();
    } finally {
      delete process.env.PROFIT_SHARE_URL;
      await server.close();
    }
  });
});
