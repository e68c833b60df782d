/** `npm run screenshots`: the pictures of README.md, of a made-up story on a local chain. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { browserPath } from "@profit-share/testing/browser";
import { DOLLAR } from "@profit-share/testing/chain/market";
import { Visitor } from "./support/visit";
import { AppWorld } from "./support/world";

const FOLDER = join(__dirname, "../../docs/pictures");
/** Realized PnL of the verified subscription, day after day, dollars. */
const COURSE = [35n, 60n, 52n, 88n, 121n, 97n, 84n, 131n, 166n, 158n, 203n, 240n, 228n, 214n, 262n, 301n, 288n, 271n];
const CLOSES = [12n, -7n, 18n, 25n, -11n, 9n];

async function main(): Promise<void> {
  const world = await AppWorld.start();
  const visitor = await Visitor.start(browserPath());
  try {
    const { verified } = await world.join();
    for (const [day, realized] of COURSE.entries()) {
      world.chain.passDays(1);
      await world.settleAt(realized * DOLLAR);
      const close = CLOSES[day];
      if (close !== undefined) await world.attest(world.attested(0), close * DOLLAR);
    }
    mkdirSync(FOLDER, { recursive: true });
    const pictures = [
      ["subscription", `/s/${verified}`, "before it earns a share again", "light"],
      ["bots", "/", "since it began", "dark"],
    ] as const;
    for (const [name, path, ready, theme] of pictures) {
      const page = await visitor.page(await visitor.context({ theme }));
      await page.goto(world.url + path);
      await page.getByText(ready).first().waitFor();
      await page.waitForLoadState("networkidle");
      await page.screenshot({ path: join(FOLDER, `${name}.png`) });
    }
    if (visitor.complaints.length > 0) throw new Error(visitor.complaints.join("\n"));
  } finally {
    await visitor.close();
    await world.close();
  }
}

void main();
