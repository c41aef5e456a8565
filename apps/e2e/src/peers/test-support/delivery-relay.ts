import { type SmallServer, startSmallServer } from './small-server';

/** A delivery of SNS by HTTP, and what Refill answered. */
export interface Delivery {
  readonly body: string;
  /** `null`: it was kept from Refill. */
  readonly status: number | null;
}

/** A reverse proxy between SNS and Refill: bodies go through as they are. */
export interface DeliveryRelay {
  /** What SNS subscribes. */
  readonly url: string;
  /** What was delivered, in order. */
  readonly deliveries: readonly Delivery[];
  /** Keeps deliveries from Refill while `work` runs; tells those that came. */
  hold(work: () => Promise<unknown>): Promise<readonly string[]>;
  stop(): Promise<void>;
}

/**
 * @param target Refill's `/sns`
 * @param seen told of each body before Refill is
 */
export async function startDeliveryRelay(
  target: string,
  seen: (body: string) => Promise<void>,
): Promise<DeliveryRelay> {
  const deliveries: Delivery[] = [];
  let holding = false;
  const pass = async (body: string, contentType: string): Promise<number> => {
    await seen(body);
    const response = await fetch(target, {
      method: 'POST',
      headers: { 'content-type': contentType },
      body,
    });
    await response.arrayBuffer();
    return response.status;
  };
  const server: SmallServer = await startSmallServer(async ({ headers, body }) => {
    const status = holding ? null : await pass(body, headers['content-type'] ?? '');
    deliveries.push({ body, status });
    return { status: status ?? 200, contentType: 'text/plain', body: '' };
  });
  return {
    url: `${server.url}/sns`,
    deliveries,
    hold: async (work) => {
      const before = deliveries.length;
      holding = true;
      try {
        await work();
      } finally {
        holding = false;
      }
      return deliveries.slice(before).map(({ body }) => body);
    },
    stop: server.stop,
  };
}
