import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSigningCertUrl, type SigningCertUrl } from '../signing-cert-url';
import { createSigningCertificate, type SigningKeyPair } from '../signing-certificate';
import type { UnsignedEnvelope } from '../string-to-sign';
import { parseTopicArn, snsHost } from '../topic-arn';

/** A topic of made-up account. */
export const topicArn = 'arn:aws:sns:eu-central-1:123456789012:drs';

/** The file name of a signing certificate. */
export const certificateFile = 'SimpleNotificationService-0123456789abcdef0123456789abcdef.pem';

/** The URL of that certificate at the host of the topic's region. */
export const certificateUrl = `https://sns.eu-central-1.amazonaws.com/${certificateFile}`;

/** The time that tests take as now, in ms. */
export const now = Date.parse('2026-03-01T12:00:00.000Z');

/** A notification of `now` that lacks its signature. */
export const notification = {
  Type: 'Notification',
  MessageId: '22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324',
  TopicArn: topicArn,
  Message: 'My first message!\nIt has two lines.',
  Timestamp: '2026-03-01T12:00:00.000Z',
  SignatureVersion: '2',
  SigningCertURL: certificateUrl,
} as const satisfies UnsignedEnvelope;

/** Makes a certificate that is valid for a year around `now`. */
export function certificateOf(commonName: string): Promise<SigningKeyPair> {
  return createSigningCertificate({
    commonName,
    notBefore: new Date('2025-09-01T00:00:00Z'),
    notAfter: new Date('2026-09-01T00:00:00Z'),
  });
}

/** The URL of a certificate at the host of a topic's region. */
export function urlOf(hex = '0123456789abcdef0123456789abcdef', arn = topicArn): SigningCertUrl {
  const topic = parseTopicArn(arn);
  if (topic === null) throw new Error('not a topic');
  const file = `SimpleNotificationService-${hex}.pem`;
  const url = readSigningCertUrl(`https://${snsHost(topic)}/${file}`, topic);
  if (url === null) throw new Error('not a URL');
  return url;
}

const folders: string[] = [];

afterAll(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

/** Writes files into a new folder, which goes when the tests of the file have run, and tells its path. */
export async function folderWith(files: Record<string, string>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'refill-sns-'));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  return folder;
}

/** A `fetch` that answers as told and keeps the URLs that it was asked for. */
export function fakeFetch(
  answer: (url: string, signal: AbortSignal) => Response | Promise<Response>,
): {
  fetch: typeof fetch;
  urls: string[];
  redirects: (string | undefined)[];
} {
  const urls: string[] = [];
  const redirects: (string | undefined)[] = [];
  return {
    urls,
    redirects,
    async fetch(input, init) {
      const url = input instanceof Request ? input.url : String(input);
      urls.push(url);
      redirects.push(init?.redirect);
      return answer(url, init?.signal ?? new AbortController().signal);
    },
  };
}
