import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { localEnvironmentFile, writeLocalEnvironment } from './local-environment';

it('keeps what was filled in, for its owner only, and nothing that was set', () => {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'refill-environment-'));
  try {
    const given = { PATH: '/bin', AWS_SECRET_ACCESS_KEY: 'mine', EMAIL_FROM: '' };
    writeLocalEnvironment(home, given, {
      ...given,
      EMAIL_FROM: 'a@b.example',
      SMTP_URL: 'smtp://x',
    });
    const file = localEnvironmentFile(home);
    expect(JSON.parse(fs.readFileSync(file, 'utf8'))).toEqual({
      EMAIL_FROM: 'a@b.example',
      SMTP_URL: 'smtp://x',
    });
    expect(fs.statSync(file).mode & 0o777).toBe(0o600);
    expect(fs.readdirSync(home)).toHaveLength(1);
  } finally {
    fs.rmSync(home, { recursive: true });
  }
});
