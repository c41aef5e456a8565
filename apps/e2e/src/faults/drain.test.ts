import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { until } from '../test-support/until';
import { putContacts } from './customers';
import { flawsOf } from './fault-report';
import { readFaultsSettings } from './faults-settings';
import { doubledMails } from './mail-ledger';
import { OrderFeed } from './order-feed';
import { untilSettled } from './outcome-of-run';
import { RefillUnderFaults } from './refill-under-faults';
import { seededRandom } from './seeded-random';
import { SnsLikeDelivery } from './sns-like-delivery';

const MINUTE = 60_000;
/** What ingestion logs when a 200 follows: a machine that is slow defers what Temporal does not take in time. */
const DURABLE = /"notification taken"|"message deferred until Temporal takes it"/;
const { seed, temporalExecutable } = readFaultsSettings(process.env);

describe('start and stop, everything real', () => {
  let refill: RefillUnderFaults;
  let connection: Connection;
  beforeAll(async () => {
    process.stderr.write(`REFILL_FAULTS_SEED=${seed}\n`);
    refill = await RefillUnderFaults.prepare(temporalExecutable);
  }, MINUTE);
  afterAll(async () => {
    await connection?.close();
    await refill?.stop({ keepFolder: false });
  }, MINUTE);

  const readyStatus = async (port: number): Promise<number> => {
    const response = await fetch(`http://127.0.0.1:${port}/readyz`);
    await response.arrayBuffer();
    return response.status;
  };
  /** How often ingestion says that a notification is durable, in Temporal or deferred, in all its lives. */
  const durableByLog = async (): Promise<number> => {
    const log = await readFile(refill.services.ingestion.logFile, 'utf8');
    return log.split('\n').filter((line) => DURABLE.test(line)).length;
  };
  /** Lets Amazon tell of orders for as long as services are stopped and started, and no longer if that fails. */
  const feedWhile = async (
    feed: OrderFeed,
    delivery: SnsLikeDelivery,
    stopAndStart: () => Promise<void>,
  ): Promise<void> => {
    let over = false;
    const stopping = stopAndStart()
      .catch((error: unknown) => {
        delivery.abandon();
        throw error;
      })
      .finally(() => {
        over = true;
      });
    await Promise.all([stopping, feed.run(() => over)]);
  };
  const outcomeOf = async (feed: OrderFeed, delivery: SnsLikeDelivery) =>
    await untilSettled({
      orders: feed.orders,
      taken: delivery.taken,
      databaseUrl: refill.databaseUrl,
      mailLedger: refill.mailLedger,
      temporal: new Client({ connection }),
    });

  it(
    'comes up by itself when all it needs comes last',
    async () => {
      const services = Object.values(refill.services);
      await Promise.all(services.map((service) => service.start()));
      for (const port of [refill.ports.ingestion, refill.ports.worker, refill.ports.history]) {
        expect(await readyStatus(port)).toBe(503);
      }
      await refill.temporal.start();
      await refill.smtp.start();
      await refill.startPostgres();
      await refill.ready();
      expect(services.map(({ endedByItself }) => endedByItself)).toEqual([0, 0, 0]);
      for (const service of services) {
        expect(await readFile(service.logFile, 'utf8')).toMatch(/waiting for/i);
      }
      await putContacts(refill);
      connection = await Connection.connect({ address: `127.0.0.1:${refill.ports.temporal}` });
    },
    3 * MINUTE,
  );

  it(
    'answers every notification that it took when ingestion is asked to stop under load',
    async () => {
      const delivery = new SnsLikeDelivery(refill.snsUrl, seededRandom(seed, 'ingestion'));
      const feed = new OrderFeed(refill.amazon, delivery, seededRandom(seed, 'ingestion'));
      await feedWhile(feed, delivery, async () => {
        for (let stops = 0; stops < 3; stops += 1) {
          const enough = delivery.taken.size + 40;
          await until(
            async () => delivery.taken.size,
            (taken) => taken > enough,
          );
          const exitCode = await refill.services.ingestion.terminate();
          // Whatever it took in its life was answered: nobody had to deliver it again.
          const durable = await durableByLog();
          const answered = await until(
            async () => delivery.figures.answers.get('200') ?? 0,
            (answers) => answers >= durable,
          );
          await refill.services.ingestion.start();
          expect(exitCode).toBe(0);
          expect(answered).toBe(durable);
        }
      });
      const outcome = await outcomeOf(feed, delivery);
      expect(flawsOf(outcome)).toEqual([]);
      expect(doubledMails(outcome.ledger, [])).toEqual([]);
      expect(outcome.compared).toBe(feed.orders.length);
    },
    4 * MINUTE,
  );

  it(
    'doubles nothing when the worker is asked to stop in the middle of its work',
    async () => {
      const delivery = new SnsLikeDelivery(refill.snsUrl, seededRandom(seed, 'worker'));
      const feed = new OrderFeed(refill.amazon, delivery, seededRandom(seed, 'worker'));
      const random = seededRandom(seed, 'stops');
      await feedWhile(feed, delivery, async () => {
        for (let stops = 0; stops < 4; stops += 1) {
          await delay(random.between(500, 3_000));
          expect(await refill.services.worker.terminate()).toBe(0);
          await refill.services.worker.start();
        }
      });
      const outcome = await outcomeOf(feed, delivery);
      expect(flawsOf(outcome)).toEqual([]);
      expect(outcome.unrecordedMails).toEqual([]);
      expect(doubledMails(outcome.ledger, [])).toEqual([]);
      expect(outcome.compared).toBe(feed.orders.length);
    },
    4 * MINUTE,
  );
});
