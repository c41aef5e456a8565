import { listens } from '@refill/local-stack/listens';

/** Asks whether a URL answers 200 within 2 s. */
export function answersWith200(url: string): () => Promise<boolean> {
  return async () => {
    const response = await fetch(url, { signal: AbortSignal.timeout(2_000) }).catch(() => null);
    await response?.arrayBuffer().catch(() => undefined);
    return response?.status === 200;
  };
}

/** Asks whether the service on a port is alive. */
export function healthy(port: number): () => Promise<boolean> {
  return answersWith200(`http://127.0.0.1:${port}/healthz`);
}

/** Asks whether anybody listens on a port. */
export function listening(port: number): () => Promise<boolean> {
  return () => listens(port);
}
