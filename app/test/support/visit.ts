/** A browser for a suite, and pages whose every complaint fails the test. */
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";

export interface VisitOptions {
  width?: number;
  theme?: "light" | "dark";
}

/** What it logs by itself when a node is gone: the page says it in words. */
const OF_THE_NETWORK = /Failed to load resource|WebSocket connection to/;

export class Visitor {
  /** Errors in the console and exceptions nobody caught, since the last look. */
  readonly complaints: string[] = [];
  private readonly contexts: BrowserContext[] = [];

  private constructor(private readonly browser: Browser) {}

  static async start(executablePath: string): Promise<Visitor> {
    const args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"];
    return new Visitor(await chromium.launch({ executablePath, args }));
  }

  async context({ width = 1_280, theme = "light" }: VisitOptions = {}): Promise<BrowserContext> {
    const context = await this.browser.newContext({
      viewport: { width, height: 900 },
      colorScheme: theme,
      // What is on its way from one colour to another has no contrast yet.
      reducedMotion: "reduce",
      locale: "en-US",
      timezoneId: "UTC",
    });
    // tsx names functions through a helper of its own, also those that run in a page.
    await context.addInitScript("globalThis.__name = (it) => it");
    this.contexts.push(context);
    return context;
  }

  async page(context: BrowserContext): Promise<Page> {
    const page = await context.newPage();
    page.on("pageerror", (error) => this.complaints.push(error.message));
    page.on("console", (message) => {
      const text = message.text();
      if (message.type() === "error" && !OF_THE_NETWORK.test(text)) this.complaints.push(text);
    });
    return page;
  }

  /** Ends what a test opened. */
  async leave(): Promise<void> {
    for (const context of this.contexts.splice(0)) await context.close();
  }

  close(): Promise<void> {
    return this.browser.close();
  }
}
