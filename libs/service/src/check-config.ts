/**
 * Whether a service was started only to say whether its settings are right, with `--check-config`: it reads them, and
 * ends with 0, or with the error that it would end with anyway.
 * @param args the words of the command line
 */
export function isConfigCheck(args: readonly string[]): boolean {
  return args.includes('--check-config');
}
