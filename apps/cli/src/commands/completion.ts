import { Argument, type Command } from 'commander';
import type { AddCommands } from '../cli-context';

/** `refill completion bash|zsh|fish` */
export const addCompletion: AddCommands = (program, { terminal }) => {
  program
    .command('completion')
    .description('print a script that completes commands and options in a shell')
    .addArgument(new Argument('<shell>').choices(['bash', 'zsh', 'fish']))
    .addHelpText(
      'after',
      `
Examples
  refill completion bash >> ~/.bashrc
  refill completion zsh > "\${fpath[1]}/_refill"
  refill completion fish > ~/.config/fish/completions/refill.fish`,
    )
    .action(async (shell: 'bash' | 'zsh' | 'fish') => {
      await terminal.write(completionScript(shell, program));
    });
};

/** The script for a shell, made from the commands themselves. */
export function completionScript(shell: 'bash' | 'zsh' | 'fish', program: Command): string {
  const words = wordsOf(program);
  switch (shell) {
    case 'bash':
      return bashScript(words);
    case 'zsh':
      return `#compdef refill\nautoload -U +X bashcompinit && bashcompinit\n${bashScript(words)}`;
    case 'fish':
      return fishScript(program);
  }
}

/** What can follow each command: `orders` → `list show …`, `orders list` → its options. */
function wordsOf(program: Command): ReadonlyMap<string, readonly string[]> {
  const words = new Map<string, readonly string[]>();
  const visit = (command: Command, name: string): void => {
    const options = command.options.map(({ long }) => long).filter((long) => long != null);
    words.set(name, [...command.commands.map((one) => one.name()), ...options, '--help']);
    for (const one of command.commands) visit(one, `${name} ${one.name()}`.trim());
  };
  visit(program, '');
  return words;
}

function bashScript(words: ReadonlyMap<string, readonly string[]>): string {
  const cases = [...words].map(
    ([name, following]) => `    "${name}") words="${following.join(' ')}" ;;`,
  );
  return `_refill() {
  local path="" word words="" i
  for ((i = 1; i < COMP_CWORD; i++)); do
    word="\${COMP_WORDS[i]}"
    [[ $word == -* ]] && continue
    case "\${path:+$path }$word" in
${[...words.keys()]
  .filter((name) => name !== '')
  .map((name) => `      "${name}") path="${name}" ;;`)
  .join('\n')}
    esac
  done
  case "$path" in
${cases.join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -F _refill refill
`;
}

function fishScript(program: Command): string {
  const lines = ['complete -c refill -f'];
  for (const group of program.commands) {
    const name = group.name();
    lines.push(
      `complete -c refill -n __fish_use_subcommand -a ${name} -d '${quoted(group.description())}'`,
    );
    for (const one of group.commands) {
      lines.push(
        `complete -c refill -n '__fish_seen_subcommand_from ${name}' -a ${one.name()} -d '${quoted(one.description())}'`,
      );
    }
  }
  return `${lines.join('\n')}\n`;
}

function quoted(text: string): string {
  return text.replaceAll("'", "\\'");
}
