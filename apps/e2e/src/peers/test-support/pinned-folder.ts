import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import type { SnsHost } from './sns-host';

const envelopeSchema = z.object({ SigningCertURL: z.string() });

/**
 * A `SNS_CERTIFICATE_DIR` that an operator fills from the host of SNS.
 *
 * moto makes a certificate for every delivery, and nobody here can serve it as `https://sns.{region}.amazonaws.com`.
 */
export class PinnedFolder {
  private constructor(readonly path: string) {}

  static async create(): Promise<PinnedFolder> {
    return new PinnedFolder(await mkdtemp(path.join(tmpdir(), 'refill-e2e-certificates-')));
  }

  /** Puts the certificate of an envelope there, as the host of SNS serves it. */
  async pin(envelope: string, host: SnsHost): Promise<void> {
    const { SigningCertURL } = envelopeSchema.parse(JSON.parse(envelope));
    await this.write(SigningCertURL, await host.certificate(SigningCertURL));
  }

  /** Puts a certificate there. */
  async write(signingCertUrl: string, certificatePem: string): Promise<void> {
    await writeFile(path.join(this.path, path.basename(signingCertUrl)), certificatePem);
  }

  async stop(): Promise<void> {
    await rm(this.path, { recursive: true, force: true });
  }
}
