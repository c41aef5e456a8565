import { parseEnvelope } from './sns-envelope';
import { readSqsBody } from './sqs-body';
import { stringToSign } from './string-to-sign';
import { leastCpuMs } from './test-support/cpu-time';
import { notification } from './test-support/signed-by';
import { versionAttribute } from './version-attribute';

/** The largest body that ingestion takes. */
const largest = 2 * 1024 * 1024;
/** What one message may keep all others waiting for. */
const limitMs = 100;

const fields = JSON.stringify({ ...notification, Signature: 'c2ln', Message: 'm' }).slice(1, -1);
/** A body of the largest size, its middle made of as many pieces as there is room for. */
function filled(start: string, piece: (index: number) => string, end: string, most = Infinity) {
  const pieces: string[] = [];
  let room = largest - Buffer.byteLength(start + end);
  for (let index = 0; index < most; index += 1) {
    const text = (index === 0 ? '' : ',') + piece(index);
    room -= Buffer.byteLength(text);
    if (room < 0) break;
    pieces.push(text);
  }
  return start + pieces.join('') + end;
}
const long = (start: string, unit: string, end: string) =>
  start +
  unit.repeat(Math.floor((largest - start.length - end.length) / Buffer.byteLength(unit))) +
  end;
const many = (piece: (index: number) => string, most?: number) =>
  filled(`{${fields},"x":[`, piece, ']}', most);

// Just fewer values than are refused, and as many as there is room for.
const bodies: Record<string, () => string> = {
  'a long text': () => long(`{${fields},"Message":"`, 'a', '"}'),
  escapes: () => long(`{${fields},"Message":"`, String.raw`\u0041`, '"}'),
  backslashes: () => long(`{${fields},"Message":"`, '\\\\', '"}'),
  'line breaks': () => long(`{${fields},"Message":"`, String.raw`\n`, '"}'),
  'surrogate pairs': () => long(`{${fields},"Message":"`, '\u{1F4E6}', '"}'),
  'half a pair at the end': () => long(`{${fields},"Message":"`, 'a', String.raw`\ud800"}`),
  'a long subject': () => long(`{${fields},"Subject":"`, 'a', '"}'),
  'a subject ending in a control': () => long(`{${fields},"Subject":"`, 'a', String.raw`\n"}`),
  'a long signature': () => long(`{${fields},"Signature":"`, 'A', '"}'),
  'a signature that is none in the end': () => long(`{${fields},"Signature":"`, 'A', '==="}'),
  'a long time': () => long(`{${fields},"Timestamp":"2026-03-01T12:00:00.`, '0', 'Z"}'),
  'a long number': () => long(`{${fields},"x":`, '9', '}'),
  'a long type': () => long(`{${fields},"Type":"`, 'N', '"}'),
  'white space': () => long(`{${fields}`, ' ', '}'),
  'a long key': () => long(`{${fields},"`, 'a', '":1}'),
  'an open quote': () => long(`{${fields},"x":"`, 'a', ''),
  numbers: () => many(() => '1'),
  arrays: () => many(() => '[]'),
  objects: () => many(() => '{}'),
  keys: () => filled(`{${fields},`, (i) => `"k${i}":1`, '}'),
  'arrays that are still taken': () => many(() => '[]', 9_000),
  'objects that are still taken': () => many((i) => `{"k${i}":1}`, 9_000),
  'numbers that are still taken': () => many((i) => `${i}.${'1'.repeat(80)}e-300`, 19_000),
  'keys that are still taken': () =>
    filled(`{${fields},`, (i) => `"k${i}${'a'.repeat(90)}":1`, '}', 19_000),
  'attributes that are still taken': () =>
    filled(`{${fields},"MessageAttributes":{"version":{},`, (i) => `"k${i}":1`, '}}', 19_000),
  'the same key again and again': () => filled(`{${fields},`, () => '"Message":""', '}', 19_000),
  'depth that is still taken': () => `{${fields},"x":${'['.repeat(19_000)}${']'.repeat(19_000)}}`,
  'objects in objects': () => `{${fields},"x":${'{"a":'.repeat(19_000)}0${'}'.repeat(19_000)}}`,
  depth: () => `{${fields},"x":${'['.repeat(1_000_000)}${']'.repeat(1_000_000)}}`,
  'brackets and no end': () => '['.repeat(largest),
  quotes: () => '"'.repeat(largest),
  commas: () => ','.repeat(largest),
};

describe('the event loop is not blocked by', () => {
  it.each(Object.entries(bodies))('%s', (_, make) => {
    const body = make();
    expect(Buffer.byteLength(body)).toBeLessThanOrEqual(largest);
    const spent = leastCpuMs(limitMs, () => {
      const result = parseEnvelope(body);
      if (!result.ok) return;
      stringToSign(result.envelope);
      if (result.envelope.Type === 'Notification') {
        versionAttribute(result.envelope.MessageAttributes);
      }
    });
    expect(spent).toBeLessThan(limitMs);
    expect(leastCpuMs(limitMs, () => readSqsBody({ body }))).toBeLessThan(limitMs);
  });
});
