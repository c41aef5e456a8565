import { setTimeout as delay } from 'node:timers/promises';
import { errorCodeOf } from './error-code';
import type { SeededRandom } from './seeded-random';

/** A message that a topic delivers. */
export interface Message {
  /** The `notificationId`. */
  readonly id: string;
  /** What is posted: the same bytes at every delivery. */
  readonly body: string;
}

/** What deliveries came to. */
export interface DeliveryFigures {
  readonly messages: number;
  readonly attempts: number;
  /** Attempts by the answer's status; `refused`, `broken` and `timeout` where there was none. */
  readonly answers: ReadonlyMap<string, number>;
  /** Deliveries of what was delivered already or on its way at the same time. */
  readonly repeated: number;
  /** Messages that got a 4xx: SNS never sends them again. */
  readonly discarded: readonly string[];
  /** Messages that nobody took in all tries. */
  readonly givenUp: readonly string[];
  /** The longest that an answer took, in ms. */
  readonly slowestMs: number;
}

/** As long as SNS waits for an answer, in ms. Source: "Amazon SNS message delivery retries". */
const ANSWER_TIMEOUT_MS = 15_000;
/** SNS's waits, shortened: what it spreads over an hour comes within minutes here. */
const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 4_000;
const MOST_ATTEMPTS = 120;
const AT_ONCE = 24;

/** Delivers messages as SNS does: at least once, in no order, again and again until they are taken. */
export class SnsLikeDelivery {
  /** The ids of the messages that got a 200. */
  readonly taken = new Set<string>();

  private abandoned = false;
  private messages = 0;
  private attempts = 0;
  private repeated = 0;
  private slowestMs = 0;
  private underWay = 0;
  private readonly answers = new Map<string, number>();
  private readonly discarded: string[] = [];
  private readonly givenUp: string[] = [];
  private readonly running = new Set<Promise<unknown>>();
  private readonly waiting: (() => void)[] = [];

  /** @param url where ingestion takes messages */
  constructor(
    private readonly url: string,
    private readonly random: SeededRandom,
  ) {}

  /** How many deliveries have not come to an end. */
  get pending(): number {
    return this.running.size;
  }

  get figures(): DeliveryFigures {
    const { messages, attempts, answers, repeated, discarded, givenUp, slowestMs } = this;
    return { messages, attempts, answers, repeated, discarded, givenUp, slowestMs };
  }

  /**
   * Delivers a message, and by chance another time: beside the first one, or when that was taken long ago.
   * @returns when the first delivery has come to its end
   */
  async publish(message: Message): Promise<void> {
    this.messages += 1;
    if (this.random.chance(0.12)) this.repeat(message, this.random.between(0, 1_500));
    await this.track(this.deliver(message));
    if (this.random.chance(0.1)) this.repeat(message, this.random.between(0, 8_000));
  }

  /** Delivers nothing any more, whatever was taken or not. */
  abandon(): void {
    this.abandoned = true;
  }

  /** Waits until every delivery has come to an end. */
  async settled(): Promise<void> {
    while (this.running.size > 0) await Promise.allSettled(this.running);
  }

  private repeat(message: Message, afterMs: number): void {
    this.repeated += 1;
    void this.track(delay(afterMs).then(() => this.deliver(message)));
  }

  private async track(delivery: Promise<void>): Promise<void> {
    this.running.add(delivery);
    await delivery.finally(() => this.running.delete(delivery));
  }

  private async deliver(message: Message): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      const answer = await this.attempt(message.body);
      this.answers.set(answer, (this.answers.get(answer) ?? 0) + 1);
      if (answer === '200') {
        this.taken.add(message.id);
        return;
      }
      if (answer.startsWith('4')) {
        this.discarded.push(message.id);
        return;
      }
      if (attempt === MOST_ATTEMPTS || this.abandoned) {
        this.givenUp.push(message.id);
        return;
      }
      const wait = Math.min(FIRST_WAIT_MS * 1.7 ** (attempt - 1), LONGEST_WAIT_MS);
      await delay(wait * (0.5 + this.random.next()));
    }
  }

  private async attempt(body: string): Promise<string> {
    while (this.underWay >= AT_ONCE) await new Promise<void>((turn) => this.waiting.push(turn));
    this.underWay += 1;
    this.attempts += 1;
    const startedAt = performance.now();
    try {
      return await post(this.url, body);
    } finally {
      this.slowestMs = Math.max(this.slowestMs, performance.now() - startedAt);
      this.underWay -= 1;
      this.waiting.shift()?.();
    }
  }
}

/** Posts a body as SNS does; tells the answer's status, or why there was none. */
export async function post(url: string, body: string): Promise<string> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'text/plain; charset=UTF-8' },
      body,
      signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
    });
    await response.arrayBuffer();
    return String(response.status);
  } catch (error) {
    switch (errorCodeOf(error)) {
      case 'TimeoutError':
        return 'timeout';
      case 'ECONNREFUSED':
        return 'refused';
      default:
        return 'broken';
    }
  }
}
