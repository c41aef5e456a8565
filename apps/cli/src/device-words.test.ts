import { deviceEventWords } from './device-words';

const event = (type: string, data: Readonly<Record<string, unknown>>) => ({
  seq: 1,
  type,
  occurredAt: '2026-01-05T10:00:00.000Z',
  recordedAt: '2026-01-05T10:00:01.000Z',
  notificationId: null,
  data,
});

it.each([
  ['device-registered', { fact: {} }, ''],
  [
    'subscription-changed',
    { fact: {}, changes: [{ slotId: 'slot1', cause: 'product-chosen', before: null, after: {} }] },
    'slot1: product-chosen',
  ],
  ['subscription-changed', { changes: [] }, ''],
  ['email-skipped', { kind: 'device-welcome', reason: 'no-contact' }, 'device-welcome, no-contact'],
  ['from-a-newer-server', { changes: 'other', kind: 4 }, ''],
])('says of %s %j: %j', (type, data, words) => {
  expect(deviceEventWords(event(type, data))).toBe(words);
});
