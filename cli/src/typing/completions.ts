/** What a shell needs to complete commands and options: made from the program's own commands, so that it never lags behind. */
import { Argument, type Command } from "commander";

const SHELLS = ["bash", "zsh", "fish"] as const;
type Shell = (typeof SHELLS)[number];

/** What can follow after some words. */
interface Position {
  /** Such as "bot publish"; empty at the beginning. */
  path: string;
  /** Each with what it means. */
  next: readonly (readonly [word: string, meaning: string])[];
}

export function addCompletions(program: Command, print: (text: string) => void): void {
  program
    .command("completions")
    .description("print what a shell needs to complete commands and options")
    .addArgument(new Argument("<shell>", "which shell").choices(SHELLS))
    .addHelpText(
      "after",
      `
Examples:
  $ profit-share completions bash >> ~/.bashrc
  $ profit-share completions zsh > "\${fpath[1]}/_profit-share"
  $ profit-share completions fish > ~/.config/fish/completions/profit-share.fish`,
    )
    .action((shell: Shell) => print(SCRIPTS[shell](positionsIn(program, ""))));
}

function positionsIn(command: Command, path: string): Position[] {
  const options = command.options.map(({ long, description }) => [long!, description] as const);
  const commands = command.commands.map((one) => [one.name(), one.description()] as const);
  return [
    { path, next: [...commands, ...options, ["--help", "print help"]] },
    ...command.commands.flatMap((one) => positionsIn(one, path === "" ? one.name() : `${path} ${one.name()}`)),
  ];
}

const wordsOf = ({ next }: Position): string => next.map(([word]) => word).join(" ");

/** At most two words are commands; what stands behind them, files and addresses, is the shell's own to complete. */
const SCRIPTS: Readonly<Record<Shell, (positions: readonly Position[]) => string>> = {
  bash: (positions) => `_profit_share() {
  local word path="" next=""
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case " $(_profit_share_next "$path") " in *" $word "*) ;; *) continue ;; esac
    case "$word" in -*) ;; *) path="\${path:+$path }$word" ;; esac
  done
  next=$(_profit_share_next "$path")
  COMPREPLY=($(compgen -W "$next" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
_profit_share_next() {
  case "$1" in
${positions.map((position) => `    "${position.path}") echo "${wordsOf(position)}" ;;`).join("\n")}
  esac
}
complete -o default -F _profit_share profit-share`,

  zsh: (positions) => `#compdef profit-share
local word at=""
local -A next
next=(
${positions.map((position) => `  "${position.path}:" "${wordsOf(position)}"`).join("\n")}
)
for word in \${words[2,CURRENT-1]}; do
  [[ $word != -* && " \${next[$at:]} " == *" $word "* ]] && at="\${at:+$at }$word"
done
compadd -- \${=next[$at:]}
_files`,

  fish: (positions) =>
    positions
      .flatMap(({ path, next }) =>
        next.map(([word, meaning]) => {
          const here =
            path === ""
              ? "__fish_use_subcommand"
              : path
                  .split(" ")
                  .map((one) => `__fish_seen_subcommand_from ${one}`)
                  .join("; and ");
          const what = word.startsWith("--") ? `-l ${word.slice(2)}` : `-f -a ${word}`;
          return `complete -c profit-share -n '${here}' ${what} -d '${meaning.replaceAll("'", "’")}'`;
        }),
      )
      .join("\n"),
};
