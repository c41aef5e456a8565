import { steadyPort } from './steady-port';

/** Ports of 127.0.0.1 that stay the same over all restarts. */
export interface RunPorts {
  readonly temporal: number;
  readonly postgres: number;
  readonly smtp: number;
  readonly ingestion: number;
  readonly worker: number;
  readonly history: number;
}

/** Finds ports that are free now. */
export async function choosePorts(): Promise<RunPorts> {
  return {
    temporal: await steadyPort(),
    postgres: await steadyPort(),
    smtp: await steadyPort(),
    ingestion: await steadyPort(),
    worker: await steadyPort(),
    history: await steadyPort(),
  };
}
