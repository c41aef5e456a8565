import { Client } from 'pg';
import { z } from 'zod';

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
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query('begin isolation level repeatable read read only');
    const ask = async <T>(schema: z.ZodType<T>, query: string): Promise<readonly T[]> =>
      z.array(schema).parse((await client.query(query)).rows);
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
    const eventsOf = bySerialNumber(events);
    const mailsOf = bySerialNumber(mails);
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
  } finally {
    await client.end();
  }
}

function bySerialNumber<T extends { readonly serial_number: string }>(
  rows: readonly T[],
): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const group = groups.get(row.serial_number);
    if (group === undefined) groups.set(row.serial_number, [row]);
    else group.push(row);
  }
  return groups;
}
