import { Command, type ParseOptionsResult } from 'commander';

/**
 * A command that also does something without a subcommand, and says so when there is no such subcommand. Commander itself would take
 * the word for an argument too many, or complain about the options behind it.
 */
export class BenchCommand extends Command {
  override parseOptions(args: string[]): ParseOptionsResult {
    const parsed = super.parseOptions(args);
    const [word] = parsed.operands;
    const names = this.commands.map((command) => command.name());
    if (word !== undefined && !names.includes(word)) {
      this.error(`error: unknown command '${word}'; there are: ${names.join(', ')}`);
    }
    return parsed;
  }
}
