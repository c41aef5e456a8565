import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { auditCommand } from './audit-command';
import { readAuditOutput } from './audit-report';
import { npmAudit } from './npm-audit';
import { recordedOutput } from './test-support/recorded-audit';

async function run(name: string, options: { required?: boolean; exceptions?: string } = {}) {
  const lines: string[] = [];
  const code = await auditCommand({
    audit: () => Promise.resolve(readAuditOutput(recordedOutput(name))),
    exceptions: options.exceptions ?? '{"exceptions":[]}',
    today: '2026-11-23',
    required: options.required ?? false,
    write: (line) => lines.push(line),
  });
  return { code, lines };
}

describe('auditCommand', () => {
  it('fails on what has to be fixed, and lists the rest', async () => {
    const { code, lines } = await run('findings');
    expect(code).toBe(1);
    expect(lines).toEqual([
      'To be fixed (high or critical, and there is a fix):',
      '  high     lodash: fix: npm audit fix',
      '           GHSA-35jh-r3h4-6jhm lodash <4.17.21: Command Injection in lodash',
      '  critical minimist: fix: mkdirp@3.0.1 (another major version)',
      '           GHSA-xvch-5gv4-984h minimist <0.2.4: Prototype Pollution in minimist',
      '           GHSA-vh95-rmgr-6w4m minimist <0.2.1: Prototype Pollution in minimist',
      '  critical mkdirp: fix: mkdirp@3.0.1 (another major version)',
      '           GHSA-xvch-5gv4-984h minimist <0.2.4: Prototype Pollution in minimist',
      '           GHSA-vh95-rmgr-6w4m minimist <0.2.1: Prototype Pollution in minimist',
      'High or critical, but there is no fix yet:',
      '  high     xlsx: no fix',
      '           GHSA-4r6h-8v6p-xvw6 xlsx <0.19.3: Prototype Pollution in sheetJS',
      'Moderate or less:',
      '  moderate request: no fix',
      '           GHSA-p8p7-x288-28g6 request <=2.88.2: Server-Side Request Forgery in Request',
      '57 packages audited: 3 to be fixed, 0 excepted, 1 without a fix, 1 minor.',
    ]);
  });

  it('passes with exceptions that hold, and tells the others', async () => {
    const reason = 'Used on our own arguments only.';
    const exceptions = JSON.stringify({
      exceptions: [
        { advisory: 'GHSA-xvch-5gv4-984h', reason, expires: '2027-01-31' },
        { advisory: 'GHSA-35jh-r3h4-6jhm', reason, expires: '2027-01-31' },
        { advisory: 'GHSA-aaaa-bbbb-cccc', reason, expires: '2026-11-22' },
      ],
    });
    const { code, lines } = await run('findings', { exceptions });
    expect(code).toBe(0);
    expect(lines.slice(-3)).toEqual([
      'Exception GHSA-aaaa-bbbb-cccc expired on 2026-11-22.',
      'Exception GHSA-aaaa-bbbb-cccc is for nothing here: remove it.',
      '57 packages audited: 0 to be fixed, 3 excepted, 1 without a fix, 1 minor.',
    ]);
  });

  it('passes without findings', async () => {
    expect(await run('no-findings')).toEqual({
      code: 0,
      lines: ['57 packages audited: 0 to be fixed, 0 excepted, 0 without a fix, 0 minor.'],
    });
  });

  it('says in one line that the registry does not answer, and fails only where an answer is required', async () => {
    const lines = [
      'NOT AUDITED: this npm registry does not answer audits (405 Method Not Allowed - POST <address>).',
    ];
    expect(await run('method-not-allowed')).toEqual({ code: 0, lines });
    expect(await run('method-not-allowed', { required: true })).toEqual({ code: 3, lines });
  });

  it('is broken without a lockfile, or with a list of exceptions that cannot be used', async () => {
    expect(await run('no-lockfile')).toEqual({
      code: 2,
      lines: ['AUDIT_BROKEN: ENOLOCK This command requires an existing lockfile.'],
    });
    expect((await run('findings', { exceptions: '[]' })).code).toBe(2);
  });
});

describe('npmAudit', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'refill-audit-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  /** A stand-in for npm that prints a recorded report and fails, as npm does when it finds something. */
  function npm(name: string): string {
    const program = path.join(folder, 'npm.js');
    writeFileSync(path.join(folder, 'output.json'), recordedOutput(name));
    writeFileSync(
      program,
      `#!${process.execPath}
if (process.argv[2] !== 'audit' || !process.argv.includes('--json')) process.exit(9);
process.stdout.write(require('node:fs').readFileSync(__dirname + '/output.json'));
process.exitCode = 1;
`,
    );
    chmodSync(program, 0o755);
    return program;
  }

  it('reads what npm prints, whatever its exit code', async () => {
    const outcome = await npmAudit(folder, npm('findings'));
    expect(outcome.kind).toBe('report');
  });

  it('gives up on a registry that does not answer', async () => {
    const program = path.join(folder, 'npm.js');
    writeFileSync(program, `#!${process.execPath}\nsetInterval(() => undefined, 1000);\n`);
    chmodSync(program, 0o755);
    expect(await npmAudit(folder, program, 200)).toEqual({
      kind: 'unanswered',
      reason: 'no answer within 0.2 s',
    });
  });

  it('is broken where there is no npm', async () => {
    const outcome = await npmAudit(folder, path.join(folder, 'missing'));
    expect(outcome).toMatchObject({ kind: 'broken', reason: expect.stringContaining('ENOENT') });
  });
});
