import { Agent, request } from 'node:http';

/** Keeps connections open, as SNS does. */
const agent = new Agent({ keepAlive: true, maxSockets: 512 });

/** Posts a body as SNS does. @throws Error when it is not answered with 200 */
export async function postNotification(url: string, body: string): Promise<void> {
  while ((await post(url, body)) === 'was-idle');
}

/** `was-idle`: the server ended the connection for having been idle, just when it was used again; SNS would deliver again. */
async function post(url: string, body: string): Promise<'taken' | 'was-idle'> {
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
        answer.resume();
        answer.on('end', () => {
          if (answer.statusCode === 200) resolve('taken');
          else reject(new Error(`ingestion answered ${String(answer.statusCode)}`));
        });
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
