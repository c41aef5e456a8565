import { X509Certificate } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Looks up certificates in a folder. */
export interface PinnedCertificates {
  /** @param fileName as `readSigningCertUrl` accepted it: it holds no path */
  read(fileName: string): Promise<X509Certificate | 'absent' | 'unreadable'>;
}

/** How long a certificate counts without another look at its file, in ms: a look at each message cost a tenth of ingestion's time. */
const LOOK_AGAIN_AFTER_MS = 1_000;

interface ReadFile {
  /** When the file was last looked at, by the monotonic clock. */
  readonly lookedAt: number;
  /** Size and time of change of the file that was read. */
  readonly version: string;
  readonly certificate: X509Certificate;
}

/**
 * Reads pinned certificates by the file name of the `SigningCertURL`.
 *
 * A file is read again within a second of its change, so that a certificate can be put there, replaced or removed
 * without a restart.
 * @param directory its files are PEM
 */
export function createPinnedCertificates(directory: string): PinnedCertificates {
  const files = new Map<string, ReadFile>();
  return {
    async read(fileName) {
      const known = files.get(fileName);
      const lookedAt = performance.now();
      if (known !== undefined && lookedAt - known.lookedAt < LOOK_AGAIN_AFTER_MS) {
        return known.certificate;
      }
      const path = join(directory, fileName);
      try {
        const { mtimeMs, size } = await stat(path);
        const version = `${mtimeMs}/${size}`;
        const certificate =
          known?.version === version
            ? known.certificate
            : new X509Certificate(await readFile(path));
        files.set(fileName, { version, certificate, lookedAt });
        return certificate;
      } catch (error) {
        files.delete(fileName);
        return isNotFound(error) ? 'absent' : 'unreadable';
      }
    },
  };
}

function isNotFound(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT';
}
