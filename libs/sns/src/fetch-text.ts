/** A response whose whole body arrived in time. */
export interface FetchedText {
  readonly status: number;
  readonly text: string;
}

/**
 * Gets a small text over HTTP: in time or not at all, never more than allowed, and without redirects.
 * @param request.timeoutMs for all of it: connection, headers and body
 * @param request.maxBytes a longer body counts as failed
 * @returns `null` for whatever kept the text from arriving
 */
export async function fetchText(request: {
  readonly url: string;
  readonly fetch: typeof fetch;
  readonly timeoutMs: number;
  readonly maxBytes: number;
}): Promise<FetchedText | null> {
  const abort = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const timedOut = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), request.timeoutMs);
  });
  try {
    return await Promise.race([
      receive(request.url, request.fetch, request.maxBytes, abort.signal),
      timedOut,
    ]);
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
    // Closes the connection of a response that is late, too long, or that nobody reads.
    abort.abort();
  }
}

async function receive(
  url: string,
  fetchUrl: typeof fetch,
  maxBytes: number,
  signal: AbortSignal,
): Promise<FetchedText | null> {
  const response = await fetchUrl(url, { method: 'GET', redirect: 'error', signal });
  const chunks: Uint8Array[] = [];
  let length = 0;
  if (response.body !== null) {
    for await (const chunk of response.body) {
      if (!(chunk instanceof Uint8Array)) return null;
      length += chunk.byteLength;
      if (length > maxBytes) return null;
      chunks.push(chunk);
    }
  }
  return { status: response.status, text: Buffer.concat(chunks).toString('utf8') };
}
