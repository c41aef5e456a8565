import { X509Certificate } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Looks up certificates in a folder. */
export interface PinnedCertificates {
  /** @param fileName as `readSigningCertUrl` accepted it: it holds no path */
  read(fileName: string): Promise<X509Certificate | 'absent' | 'unreadable'>;
}

interface ReadFile {
  /** Size and time of change of the file that was read. */
  readonly version: string;
  readonly certificate: X509Certificate;
}

/**
 * Reads pinned certificates by the file name of the `SigningCertURL`.
 *
 * A file is read again when it changes, so that a certificate can be put there or replaced without a restart.
 * @param directory its files are PEM
 */
export function createPinnedCertificates(directory: string): PinnedCertificates {
  const files = new Map<string, ReadFile>();
  return {
    async read(fileName) {
      const path = join(directory, fileName);
      try {
        const { mtimeMs, size } = await stat(path);
        const version = `${mtimeMs}/${size}`;
        const known = files.get(fileName);
        if (known?.version === version) return known.certificate;
        const certificate = new X509Certificate(await readFile(path));
        files.set(fileName, { version, certificate });
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
