import * as crypto from 'node:crypto';
import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import { simpleParser, type AddressObject, type ParsedMail } from 'mailparser';

/** A mail as it stands in the list. */
export interface MailSummary {
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly receivedAt: string;
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly messageId: string | null;
}

/** A mail with all there is to see. */
export interface MailContent extends MailSummary {
  readonly text: string;
  readonly html: string | null;
  readonly headers: Readonly<Record<string, string>>;
}

/** Mails in a folder, one `.eml` file each, so that they survive a restart. */
export interface MailStore {
  readonly save: (raw: Buffer) => Promise<string>;
  /** The newest first; `to` keeps those to one address only. */
  readonly list: (filter: { limit: number; to?: string }) => Promise<readonly MailSummary[]>;
  readonly count: () => Promise<number>;
  readonly read: (id: string) => Promise<MailContent | undefined>;
  readonly raw: (id: string) => Promise<Buffer | undefined>;
  readonly clear: () => Promise<void>;
}

/** The file name tells when the mail came, to the ms, and sorts by it. */
const idPattern = /^(\d{4}-\d\d-\d\dT\d\d)-(\d\d)-(\d\d\.\d{3}Z)-[0-9a-f]{12}$/;

function receivedAt(id: string): string {
  return id.replace(idPattern, '$1:$2:$3');
}

function addresses(value: AddressObject | AddressObject[] | undefined): readonly string[] {
  return [value ?? []].flat().flatMap((list) => list.value.map((entry) => entry.address ?? ''));
}

function summarise(id: string, mail: ParsedMail): MailSummary {
  return {
    id,
    receivedAt: receivedAt(id),
    from: addresses(mail.from)[0] ?? '',
    to: addresses(mail.to),
    subject: mail.subject ?? '(no subject)',
    messageId: mail.messageId ?? null,
  };
}

/** Opens the mails in a folder, which is made when it is missing; they are for its owner alone. */
export async function openMailStore(folder: string): Promise<MailStore> {
  await fs.mkdir(folder, { recursive: true, mode: 0o700 });
  // Reading thousands of mails takes seconds, so each is read once, when it is first listed.
  const summaries = new Map<string, MailSummary>();
  const file = (id: string): string => path.join(folder, `${id}.eml`);

  async function ids(): Promise<readonly string[]> {
    return (await fs.readdir(folder))
      .filter((name) => name.endsWith('.eml'))
      .map((name) => name.slice(0, -'.eml'.length))
      .filter((id) => idPattern.test(id))
      .sort()
      .reverse();
  }

  async function raw(id: string): Promise<Buffer | undefined> {
    // The pattern also keeps other files out of reach.
    if (!idPattern.test(id)) return undefined;
    try {
      return await fs.readFile(file(id));
    } catch {
      return undefined;
    }
  }

  async function summary(id: string): Promise<MailSummary | undefined> {
    const known = summaries.get(id);
    if (known !== undefined) return known;
    const content = await raw(id);
    if (content === undefined) return undefined;
    const read = summarise(id, await simpleParser(content));
    summaries.set(id, read);
    return read;
  }

  return {
    save: async (content) => {
      const now = new Date().toISOString().replaceAll(':', '-');
      const id = `${now}-${crypto.randomBytes(6).toString('hex')}`;
      const unfinished = path.join(folder, `${id}.unfinished`);
      await fs.writeFile(unfinished, content, { flush: true, mode: 0o600 });
      await fs.rename(unfinished, file(id));
      return id;
    },
    list: async ({ limit, to }) => {
      const found: MailSummary[] = [];
      for (const id of await ids()) {
        if (found.length >= limit) break;
        const mail = await summary(id);
        if (mail !== undefined && (to === undefined || mail.to.includes(to))) found.push(mail);
      }
      return found;
    },
    count: async () => (await ids()).length,
    read: async (id) => {
      const content = await raw(id);
      if (content === undefined) return undefined;
      const mail = await simpleParser(content);
      return {
        ...summarise(id, mail),
        text: mail.text ?? '',
        html: typeof mail.html === 'string' ? mail.html : null,
        headers: Object.fromEntries(mail.headerLines.map(({ key, line }) => [key, line])),
      };
    },
    raw,
    clear: async () => {
      for (const id of await ids()) await fs.rm(file(id), { force: true });
      summaries.clear();
    },
  };
}
