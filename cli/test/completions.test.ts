import { execFileSync } from "node:child_process";
import { expect } from "chai";
import { runBare } from "./support/command-line";

describe("completions", () => {
  const script = async (shell: string) => (await runBare("completions", shell)).out;

  describe("bash offers", () => {
    /** What bash offers behind these words, the last of which is begun. */
    async function offered(...words: string[]): Promise<string[]> {
      const typed = ["profit-share", ...words].map((word) => `'${word}'`).join(" ");
      const line = `COMP_WORDS=(${typed}); COMP_CWORD=${words.length}; _profit_share; printf '%s\\n' "\${COMPREPLY[@]}"`;
      const out = execFileSync("bash", ["-c", `${await script("bash")}\n${line}`], { encoding: "utf8" });
      return out.trim().split("\n");
    }

    it("the commands", async () => {
      expect(await offered("w")).to.deep.equal(["watch", "withdraw", "waive"]);
    });

    it("the commands of a group", async () => {
      expect(await offered("bot", "p")).to.deep.equal(["publish", "payout"]);
      expect(await offered("subscribe", "")).to.include.members(["prepare", "sign", "cosign"]);
    });

    it("the options of a command, also behind arguments and other options", async () => {
      expect(await offered("bot", "publish", "--min-")).to.deep.equal(["--min-balance", "--min-cap", "--min-payout"]);
      expect(await offered("claim", "9xQeWvG816bUx9EPjHmaT23yvVM2ZWbrrpZb9PusVFin", "--yes", "--dr")).to.deep.equal([
        "--dry-run",
      ]);
    });
  });

  it("zsh and fish get every command, too", async () => {
    const [zsh, fish] = [await script("zsh"), await script("fish")];
    expect(zsh).to.match(/^#compdef profit-share$/m);
    expect(zsh).to.match(/^ {2}"bot publish:" ".*--source .*"$/m);
    expect(fish).to.include(
      "complete -c profit-share -n '__fish_seen_subcommand_from bot; and __fish_seen_subcommand_from publish' -l source",
    );
    expect(fish).to.include("complete -c profit-share -n '__fish_use_subcommand' -f -a withdraw -d ");
  });

  it("refuse another shell", async () => {
    const { exitCode, err } = await runBare("completions", "tcsh");
    expect(exitCode).to.equal(2);
    expect(err).to.include("'tcsh' is invalid for argument 'shell'. Allowed choices are bash, zsh, fish.");
  });
});
