import { z } from 'zod';
import { readSnapshot } from './read-snapshot';
import { rowsBy } from './rows-by';

const deviceSchema = z.object({ serial_number: z.string(), status: z.string() });
const eventSchema = z.object({
  serial_number: z.string(),
  seq: z.number(),
  type: z.string(),
  key: z.string(),
  notification_id: z.string().nullable(),
});
const emailSchema = z.object({
  serial_number: z.string(),
  key: z.string(),
  kind: z.string(),
  message_id: z.string().nullable(),
  outcome: z.string().nullable(),
});

/** A device as PostgreSQL holds it. */
export interface StoredDevice {
  readonly status: string;
  /** In order of `seq`. */
  readonly events: readonly z.output<typeof eventSchema>[];
  readonly mails: readonly z.output<typeof emailSchema>[];
}

/** Reads all devices from PostgreSQL by serial number, past the history's API and its code. */
export async function readStoredDevices(
  databaseUrl: string,
): Promise<ReadonlyMap<string, StoredDevice>> {
  return await readSnapshot(databaseUrl, async (ask) => {
    const devices = await ask(deviceSchema, 'select serial_number, status from devices');
    const events = await ask(
      eventSchema,
      `select serial_number, seq, type, key, notification_id from device_events
       order by serial_number, seq`,
    );
    const mails = await ask(
      emailSchema,
      'select serial_number, key, kind, message_id, outcome from device_emails',
    );
    const eventsOf = rowsBy(events, (row) => row.serial_number);
    const mailsOf = rowsBy(mails, (row) => row.serial_number);
    return new Map(
      devices.map(({ serial_number: serialNumber, status }) => [
        serialNumber,
        {
          status,
          events: eventsOf.get(serialNumber) ?? [],
          mails: mailsOf.get(serialNumber) ?? [],
        },
      ]),
    );
  });
}
