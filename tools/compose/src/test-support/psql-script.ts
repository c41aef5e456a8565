/**
 * Turns a psql script of ours into plain SQL: `\getenv` and `:'variable'` are filled in, roles and databases renamed.
 *
 * For tests, which run on a server that others use too, and where psql may be missing.
 * @param rename new names for roles and databases
 * @throws Error when the script has a psql command or a variable that isn't known here
 */
export function plainSql(
  script: string,
  env: Readonly<Record<string, string>>,
  rename: Readonly<Record<string, string>>,
): readonly string[] {
  const variables = new Map<string, string>();
  const lines = script.split('\n').filter((line) => {
    if (line.startsWith('--')) return false;
    if (!line.startsWith('\\')) return true;
    const [, name = '', variable = ''] = /^\\getenv (\S+) (\S+)$/.exec(line) ?? [];
    const value = env[variable];
    if (value === undefined) throw new Error(`not understood: ${line}`);
    variables.set(name, value);
    return false;
  });
  const names = new RegExp(`\\b(${Object.keys(rename).join('|')})\\b`, 'g');
  return lines
    .join('\n')
    .split(/;\s*\n/)
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '')
    .map((statement) =>
      statement
        .replaceAll(names, (name) => rename[name] ?? name)
        .replaceAll(/:'(\w+)'/g, (_text, name: string) => {
          const value = variables.get(name);
          if (value === undefined) throw new Error(`no variable ${name}`);
          return `'${value.replaceAll("'", "''")}'`;
        }),
    );
}
