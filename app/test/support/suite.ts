/** A world, a browser and pages for a suite, and no complaint of any page after any test. */
import { describeWithBrowser } from "@profit-share/testing/browser";
import { expect } from "chai";
import type { Page } from "playwright-core";
import { type VisitOptions, Visitor } from "./visit";
import { AppWorld, type WorldOptions } from "./world";

export interface Suite {
  world: AppWorld;
  visitor: Visitor;
  /** A page without a wallet. @param path such as "/verify" */
  open(path: string, options?: VisitOptions): Promise<Page>;
}

/** @param filled its world and its visitor, at the latest when a page is opened */
export function withPages(filled: Partial<Suite>): Suite {
  const suite = filled as Suite;
  suite.open = async (path, options) => {
    const page = await suite.visitor.page(await suite.visitor.context(options));
    await page.goto(suite.world.url + path);
    return page;
  };
  return suite;
}

/** Like `describe`. The suite is filled before the first test. @param config what more stands in `config.json` */
export function describeApp(
  title: string,
  tests: (suite: Suite) => void,
  config: () => Promise<Record<string, string>> = async () => ({}),
  options: WorldOptions = {},
): void {
  describeWithBrowser(title, (executablePath) => {
    const suite = withPages({});

    before(async () => {
      suite.world = await AppWorld.start(await config(), options);
      suite.visitor = await Visitor.start(executablePath);
    });
    after(async () => {
      await suite.visitor?.close();
      await suite.world?.close();
    });
    afterEach(async () => {
      await suite.visitor.leave();
      expect(suite.visitor.complaints.splice(0)).to.deep.equal([]);
    });
    tests(suite);
  });
}

/** The same beside a keeper that runs. */
export const describeWithKeeper = (title: string, tests: (suite: Suite) => void): void =>
  describeApp(title, tests, undefined, { keeper: true });
