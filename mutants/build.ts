/** Compiles changed sources in a copy of what the program is built from, so that an interruption leaves nothing behind. */
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { COMMITTED } from "@profit-share/testing/program-file";
import type { Source } from "./source";

const PACKAGE = "profit_share";
/** Everything that `scripts/build-one.sh` reads. */
const BUILT_FROM = ["Cargo.toml", "Cargo.lock", "rust-toolchain.toml", "programs", "sbf", "scripts"];

const run = promisify(execFile);

export class Builder {
  private readonly tree: string;

  /** @param root of the repository @param folder ignored by git */
  constructor(
    root: string,
    private readonly folder: string,
  ) {
    this.tree = join(folder, "tree");
    rmSync(this.tree, { recursive: true, force: true });
    mkdirSync(this.tree, { recursive: true });
    for (const name of BUILT_FROM) cpSync(join(root, name), join(this.tree, name), { recursive: true });
  }

  /** The program as it is, kept as `to`. @throws Error if its bytes are not the committed ones */
  async original(to: string): Promise<string> {
    const built = await this.compile();
    if (built === null) throw new Error("The program does not compile");
    if (sha256(built) !== sha256(COMMITTED)) {
      throw new Error("sdk/artifacts/profit_share.so is not what the source builds; run npm run build:program");
    }
    copyFileSync(built, to);
    return to;
  }

  /** File of the program with this source changed, kept as `to`; null if that does not compile. */
  async mutated({ file, text }: Source, changed: string, to: string): Promise<string | null> {
    const at = join(this.tree, "programs", PACKAGE, "src", file);
    writeFileSync(at, changed);
    try {
      const built = await this.compile();
      if (built === null) return null;
      copyFileSync(built, to);
      return to;
    } finally {
      writeFileSync(at, text);
    }
  }

  private async compile(): Promise<string | null> {
    const target = join(this.folder, "target");
    const env = { ...process.env, CARGO_TARGET_DIR: target };
    try {
      await run("bash", [join(this.tree, "scripts/build-one.sh"), PACKAGE], { env, maxBuffer: 1 << 26 });
    } catch {
      return null;
    }
    return join(target, "sbpf-solana/release", `lib${PACKAGE}.so`);
  }
}

export const sha256 = (file: string): string => createHash("sha256").update(readFileSync(file)).digest("hex");
