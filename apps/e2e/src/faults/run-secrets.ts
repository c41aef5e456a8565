import { randomBytes } from 'node:crypto';

/** Secrets of a run: nobody may find one in a log. */
export interface RunSecrets {
  readonly ingestionToken: string;
  readonly readToken: string;
  readonly writeToken: string;
  readonly databasePassword: string;
}

/** Makes up secrets that no other run has. */
export function makeUpSecrets(): RunSecrets {
  const secret = (): string => randomBytes(12).toString('hex');
  return {
    ingestionToken: `ingestion-${secret()}`,
    readToken: `read-${secret()}`,
    writeToken: `write-${secret()}`,
    databasePassword: secret(),
  };
}
