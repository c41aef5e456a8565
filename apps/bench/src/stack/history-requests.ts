import { Agent, request } from 'node:http';
import { z } from 'zod';

const agent = new Agent({ keepAlive: true });

/** Asks the history for something and throws the body away. @returns the status of the answer */
export async function get(url: string, token: string): Promise<number> {
  return await new Promise<number>((resolve, reject) => {
    const headers = { authorization: `Bearer ${token}` };
    const outgoing = request(url, { agent, headers }, (answer) => {
      answer.resume();
      answer.on('end', () => {
        resolve(answer.statusCode ?? 0);
      });
    });
    outgoing.on('error', reject);
    outgoing.end();
  });
}

/** Asks for what has to be there. @throws Error when it is not answered with 200 */
export async function mustGet(url: string, token: string): Promise<void> {
  const status = await get(url, token);
  if (status !== 200) throw new Error(`the history answered ${String(status)}: ${url}`);
}

const orderSchema = z.object({ status: z.string() });

/** The status of an order by the history. @throws Error when the history does not know the order */
export async function orderStatus(
  historyUrl: string,
  orderId: string,
  token: string,
): Promise<string> {
  const answer = await ask(`${historyUrl}/v1/orders/${orderId}`, token);
  if (!answer.ok) throw new Error(`the history answered ${String(answer.status)}: ${orderId}`);
  return orderSchema.parse(await answer.json()).status;
}

const eventsSchema = z.object({ items: z.array(z.object({ type: z.string() })) });

/** The types of an order's events, in their order; none while the history does not know the order. */
export async function eventTypes(
  historyUrl: string,
  orderId: string,
  token: string,
): Promise<readonly string[]> {
  const answer = await ask(`${historyUrl}/v1/orders/${orderId}/events`, token);
  const body: unknown = await answer.json();
  return answer.status === 404 ? [] : eventsSchema.parse(body).items.map(({ type }) => type);
}

async function ask(url: string, token: string): Promise<Response> {
  return await fetch(url, { headers: { authorization: `Bearer ${token}` } });
}
