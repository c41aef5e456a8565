import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { AuditExceptionsError, readExceptions } from './audit-exceptions';

const today = '2026-11-23';
const exception = {
  advisory: 'GHSA-xvch-5gv4-984h',
  reason: 'Used on our own arguments only, in a build step.',
  expires: '2027-02-28',
};

function read(...exceptions: readonly object[]) {
  return readExceptions(JSON.stringify({ exceptions }), today);
}

describe('readExceptions', () => {
  it('reads a list', () => {
    expect(read()).toEqual([]);
    expect(read(exception)).toEqual([exception]);
  });

  it('can read the list of this repository', () => {
    const file = path.join(__dirname, '../exceptions.json');
    const now = new Date().toISOString().slice(0, 10);
    expect(() => readExceptions(readFileSync(file, 'utf8'), now)).not.toThrow();
  });

  it.each<[string, readonly object[], string]>([
    ['no reason', [{ ...exception, reason: '' }], 'exceptions.0.reason: expected a sentence'],
    ['no day', [{ ...exception, expires: 'never' }], 'exceptions.0.expires: expected a day'],
    ['no such day', [{ ...exception, expires: '2027-02-30' }], 'exceptions.0.expires'],
    ['no id', [{ ...exception, advisory: 'lodash' }], 'exceptions.0.advisory: expected an id'],
    ['a misspelt key', [{ ...exception, expiry: 'x' }], 'exceptions.0'],
    ['the same twice', [exception, exception], 'is there twice'],
    ['more than a year', [{ ...exception, expires: '2027-11-25' }], 'for more than a year'],
  ])('refuses %s', (_what, exceptions, problem) => {
    expect(() => read(...exceptions)).toThrow(AuditExceptionsError);
    expect(() => read(...exceptions)).toThrow(`AUDIT_EXCEPTIONS_INVALID: `);
    expect(() => read(...exceptions)).toThrow(problem);
  });

  it('takes a year', () => {
    expect(read({ ...exception, expires: '2027-11-23' })).toHaveLength(1);
  });

  it('refuses what is no JSON', () => {
    expect(() => readExceptions('{', today)).toThrow('not valid JSON');
  });
});
