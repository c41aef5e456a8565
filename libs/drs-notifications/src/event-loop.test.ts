import { maxMessageLength, parseNotification } from './parse-notification';
import { leastCpuMs } from './test-support/cpu-time';
import { change, sample } from './test-support/messages';

/** What one message may keep all others waiting for. */
const limitMs = 100;
const placed = sample('order-placed.v2');
const subscription = sample('subscription-changed.v2');
const slotsPath = 'subscriptionInfo.slotsSubscriptionStatus';
const marker = '"FILL"';

/** A message with as many pieces in the place of one of its values as there is room for. */
function filled(
  [message, path, open, close]: readonly [string, string, string, string],
  piece: (index: number) => string,
  most = Infinity,
): string {
  const frame = change(message, path, 'FILL');
  const pieces: string[] = [];
  let room = maxMessageLength - frame.length + marker.length - open.length - close.length;
  for (let index = 0; index < most; index += 1) {
    const text = (index === 0 ? '' : ',') + piece(index);
    room -= text.length;
    if (room < 0) break;
    pieces.push(text);
  }
  return frame.replace(marker, () => open + pieces.join('') + close);
}
const products = [placed, 'orderInfo.productInfo', '[', ']'] as const;
const slots = [subscription, slotsPath, '{', '}'] as const;
const models = [placed, 'deviceInfo.productIdentifier', '{', '}'] as const;
const oneSlot = [subscription, slotsPath, '{"a":{"productInfoList":[', ']}}'] as const;
const text = (message: string, path: string, unit: string, end = '') => {
  const frame = change(message, path, 'FILL');
  const room = maxMessageLength - frame.length - unit.length - end.length;
  return frame.replace('FILL', () => unit.repeat(Math.floor(room / unit.length)) + end);
};
const list = (piece: string, length: number) => Array(length).fill(piece).join(',');

const full =
  '{"asin":"a","quantity":1,"unit":"Count","estimatedDeliveryDate":"2016-12-02T21:09:58.689Z"}';
const wrong = '{"asin":1,"quantity":"1","unit":2,"estimatedDeliveryDate":"x"}';
const messages: Record<string, () => string> = {
  'as many products as are taken': () => filled(products, () => full, 1_000),
  'as many products of long ids as are taken': () =>
    filled(products, () => `{"asin":"${'a'.repeat(240)}"}`, 1_000),
  'as many wrong products': () => filled(products, () => wrong, 1_000),
  'too many products': () => filled(products, () => '{}'),
  'too many products that are none': () => filled(products, () => '[]'),
  'as many slots as are taken': () => filled(slots, (i) => `"s${i}":true`, 1_000),
  'as many slots with a product each': () =>
    filled(
      slots,
      (i) => `"s${i}":{"productInfoList":[{"asin":"a","quantity":1,"unit":"Count"}]}`,
      1_000,
    ),
  'as many wrong slots': () =>
    filled(slots, (i) => `"\\n${i}":{"asin":1,"quantity":"1","unit":2}`, 1_000),
  'too many slots': () => filled(slots, (i) => `"s${i}":true`),
  'slots with too many products': () =>
    filled(slots, (i) => `"s${i}":{"productInfoList":[${list('{}', 80)}]}`, 1_000),
  'slots with too many wrong products': () =>
    filled(slots, (i) => `"s${i}":{"productInfoList":[${list('1', 110)}]}`, 1_000),
  'a slot with too many products': () => filled(oneSlot, () => '{}'),
  'names in the place of the model': () => filled(models, (i) => `"k${i}":""`),
  models: () => filled(models, (i) => `"model${i}":""`),
  'unknown fields': () => `{${rows((i) => `"k${i}":0`, placed.length)},${placed.slice(1)}`,
  protocols: () => protocols(() => '0'),
  'protocols of JSON text': () => protocols(() => '"{}"'),
  'protocols of broken JSON text': () => protocols(() => '"{"'),
  'protocols of text': () => protocols(() => '"x"'),
  'protocols of long broken JSON text': () => protocols(() => `"{${'['.repeat(4_000)}"`),
  'JSON text of arrays': () => `{"default":"{\\"x\\":[${list('[]', 87_000)}]}"}`,
  'a blank id': () => text(placed, 'orderInfo.instanceId', ' '),
  'a long id': () => text(placed, 'orderInfo.instanceId', 'a'),
  'a long id of pairs': () => text(placed, 'orderInfo.instanceId', '\u{1F4E6}'),
  'a long blank id ending in a control': () => text(placed, 'orderInfo.instanceId', ' ', '\\n'),
  'a long unit': () => text(placed, 'orderInfo.productInfo.0.unit', 'A'),
  'a long time': () => text(placed, 'notificationInfo.notificationTime', '0'),
  'a long fraction of a second': () =>
    text(
      change(placed, 'notificationInfo.notificationTime', 0),
      'notificationInfo.notificationTime',
      '0',
      'Z',
    ),
  'a long type': () => text(placed, 'notificationInfo.notificationType', 'a'),
  'a long number': () =>
    filled([placed, 'orderInfo.productInfo.0.quantity', '', ''], () => '9'.repeat(250_000), 1),
  depth: () => `{"x":${'['.repeat(130_000)}${']'.repeat(130_000)}}`,
  'objects in objects': () => `${'{"a":'.repeat(43_000)}0${'}'.repeat(43_000)}`,
  'brackets and no end': () => '['.repeat(maxMessageLength),
  arrays: () => `{"x":[${list('[]', 87_000)}]}`,
  objects: () => filled([placed, 'orderInfo.slotId', '[', ']'], (i) => `{"k${i}":0}`),
  'two MiB of brackets': () => '['.repeat(2 * 1024 * 1024),
  'two MiB of backslashes': () => `{"x":"${'\\'.repeat(2 * 1024 * 1024)}"}`,
  'two MiB of products': () =>
    placed.replace(/"productInfo":\[/, (start) => `${start}${'{},'.repeat(700_000)}`),
};

/** The protocols of a message that has nothing else. */
function protocols(value: () => string): string {
  return `{${rows((index) => `"k${index}":${value()}`, 2)}}`;
}
/** As many rows as a message has room for besides something else. */
function rows(row: (index: number) => string, besides: number): string {
  const made: string[] = [];
  let room = maxMessageLength - besides;
  for (let index = 0; ; index += 1) {
    const text = row(index);
    room -= text.length + 1;
    if (room < 0) return made.join(',');
    made.push(text);
  }
}

describe('the event loop is not blocked by', () => {
  it.each(Object.entries(messages))('%s', (_, make) => {
    const message = make();
    expect(message.length).toBeGreaterThan(10_000);
    expect(leastCpuMs(limitMs, () => parseNotification(message))).toBeLessThan(limitMs);
  });
});

describe('the limits', () => {
  it('are beyond what SNS can carry and a device can have', () => {
    const ok = { ok: true };
    expect(parseNotification(filled(products, () => full, 1_000))).toMatchObject(ok);
    expect(parseNotification(filled(slots, (i) => `"s${i}":true`, 1_000))).toMatchObject(ok);
    const one = '{"productInfoList":[{"asin":"a"}]}';
    expect(parseNotification(filled(slots, (i) => `"s${i}":${one}`, 1_000))).toMatchObject(ok);
    const padded = `{"x":"${'x'.repeat(maxMessageLength - placed.length - 7)}",${placed.slice(1)}`;
    expect(padded).toHaveLength(maxMessageLength);
    expect(parseNotification(padded)).toEqual(parseNotification(placed));
  });

  it('are told where they are passed', () => {
    const tooMany = filled(slots, (i) => `"s${i}":{"productInfoList":[${list('{}', 11)}]}`, 100);
    expect(parseNotification(tooMany)).toMatchObject({
      code: 'DRS_INVALID',
      problems: [{ path: slotsPath, expected: 'at most 1000 products in all' }],
    });
    expect(parseNotification(placed + ' '.repeat(maxMessageLength))).toEqual({
      ok: false,
      code: 'DRS_INVALID',
      problems: [{ path: '', expected: 'at most 262144 characters' }],
    });
  });
});
