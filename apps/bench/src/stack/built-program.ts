import path from 'node:path';

/** The folder of this package, seen from its source (under Jest) and from its build alike. */
const PACKAGE = path.join(__dirname, '../..');

/** The compiled file of one of the bench's own programs: processes run the build, whoever starts them. */
export function benchProgram(name: string): string {
  return path.join(PACKAGE, 'dist/programs', `${name}.js`);
}

/** The compiled file of a service. */
export function serviceProgram(name: string): string {
  return path.join(PACKAGE, '..', name, 'dist/main.js');
}
