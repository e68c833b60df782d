/** A page of somebody with a wallet, and the dialogs that a test goes through. */
import type { Keypair } from "@solana/web3.js";
import type { Page } from "playwright-core";
import { InjectedWallet } from "./injected-wallet";
import type { Suite } from "./suite";
import type { VisitOptions } from "./visit";

export class AtWork {
  private constructor(
    readonly page: Page,
    readonly wallet: InjectedWallet,
  ) {}

  /** Connected at once, as whoever was here before. */
  static async of(key: Keypair, { visitor, world }: Suite, path: string, options?: VisitOptions): Promise<AtWork> {
    const context = await visitor.context(options);
    const wallet = await InjectedWallet.into(context, key);
    await context.addInitScript("localStorage.setItem('profit-share:wallet', 'Test wallet')");
    const page = await visitor.page(context);
    await page.goto(world.url + path);
    return new AtWork(page, wallet);
  }

  get dialog() {
    return this.page.getByRole("dialog");
  }

  press(name: string | RegExp): Promise<void> {
    return this.page
      .getByRole("button", { name, exact: typeof name === "string" })
      .first()
      .click();
  }

  sign(): Promise<void> {
    return this.dialog.getByRole("button", { name: /^Sign/ }).click();
  }

  /** Signs what is under review, and waits until the chain has it. */
  async signed(): Promise<void> {
    await this.sign();
    await this.dialog.getByText("Confirmed", { exact: true }).waitFor();
    await this.dialog.getByRole("button", { name: "Done" }).click();
  }

  /** What the review says of somebody. */
  line(name: string | RegExp): Promise<string | null> {
    return this.dialog
      .locator("dl > div", { has: this.page.getByText(name, { exact: true }) })
      .locator("dd")
      .textContent();
  }

  /** The amount of a figure, base units. */
  async figure(name: string): Promise<bigint> {
    const found = this.page.locator(`[data-figure="${name}"]`).first();
    await found.waitFor();
    const own = await found.getAttribute("data-amount");
    return BigInt(own ?? (await found.locator("[data-amount]").getAttribute("data-amount"))!);
  }
}
