/** How every published package is built: ES modules and CommonJS, each with its declarations. */
import { defineConfig, type UserConfig } from "tsdown";

type Options = Pick<UserConfig, "entry" | "platform">;

export const library = ({ entry, platform = "node" }: Options) =>
  defineConfig({
    ...(entry === undefined ? {} : { entry }),
    platform,
    format: ["esm", "cjs"],
    // .mjs and .cjs say which is which, whatever a package's type is.
    fixedExtension: true,
    target: "node20.19",
    dts: true,
    // `__dirname`, from which files beside a module are found, also in ES modules.
    shims: platform === "node",
    // Warnings about the time that plugins take say nothing about the result.
    checks: { pluginTimings: false },
  });
