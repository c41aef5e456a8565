import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { parseArgs } from 'node:util';
import { auditCommand } from './audit-command';
import { npmAudit } from './npm-audit';

const folder = path.resolve(__dirname, '../../..');

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { require: { type: 'boolean', default: false } } });
  process.exitCode = await auditCommand({
    audit: () => npmAudit(folder),
    exceptions: readFileSync(path.join(__dirname, '../exceptions.json'), 'utf8'),
    today: new Date().toISOString().slice(0, 10),
    required: values.require,
    write: (line) => process.stdout.write(`${line}\n`),
  });
}

main().catch((error: unknown) => {
  process.stderr.write(`AUDIT_BROKEN: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
});
