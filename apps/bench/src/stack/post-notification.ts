import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { z } from 'zod';

/** What ingestion says that it did: handed to Temporal, kept in PostgreSQL until Temporal takes it, or neither. */
export type Accepted = 'taken' | 'deferred' | 'unavailable';

const UNAVAILABLE = 503;

const answerSchema = z.object({ outcome: z.enum(['taken', 'deferred']) });

/** Keeps connections open, as SNS does. */
const agent = new Agent({ keepAlive: true, maxSockets: 512 });

/** Posts a body as SNS does. @throws Error when it is not answered with 200 or 503 */
export async function postNotification(url: string, body: string): Promise<Accepted> {
  for (;;) {
    const accepted = await post(url, body);
    if (accepted !== 'was-idle') return accepted;
  }
}

/**
 * Posts a body as SNS does, where what Temporal takes is measured.
 * @throws Error when it is not handed to Temporal at once: PostgreSQL alone would be faster than any Temporal
 */
export async function postAndTake(url: string, body: string): Promise<void> {
  const accepted = await postNotification(url, body);
  if (accepted !== 'taken') {
    throw new Error(`Temporal did not take a notification within seconds: ${accepted}`);
  }
}

/** `was-idle`: the server ended the connection for having been idle, just when it was used again; SNS would deliver again. */
async function post(url: string, body: string): Promise<Accepted | 'was-idle'> {
  return await new Promise((resolve, reject) => {
    const outgoing = request(
      `${url}/sns`,
      {
        method: 'POST',
        agent,
        headers: {
          'content-type': 'text/plain; charset=UTF-8',
          'content-length': Buffer.byteLength(body),
        },
      },
      (answer) => {
        text(answer)
          .then((said) => {
            if (answer.statusCode === UNAVAILABLE) return 'unavailable';
            if (answer.statusCode === 200) return answerSchema.parse(JSON.parse(said)).outcome;
            throw new Error(`ingestion answered ${String(answer.statusCode)}`);
          })
          .then(resolve, reject);
      },
    );
    outgoing.on('error', (error) => {
      if (outgoing.reusedSocket && 'code' in error && error.code === 'ECONNRESET') {
        resolve('was-idle');
      } else {
        reject(error);
      }
    });
    outgoing.end(body);
  });
}
