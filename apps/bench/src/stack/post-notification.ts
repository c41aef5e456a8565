import { Agent, request } from 'node:http';

/** Keeps connections open, as SNS does. */
const agent = new Agent({ keepAlive: true, maxSockets: 512 });

/** Posts a body as SNS does. @throws Error when it is not answered with 200 */
export async function postNotification(url: string, body: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
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
          if (answer.statusCode === 200) resolve();
          else reject(new Error(`ingestion answered ${String(answer.statusCode)}`));
        });
      },
    );
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}
