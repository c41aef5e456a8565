import fc from 'fast-check';
import { parseNotification } from './parse-notification';
import { awsSigned, change, pathsOf, read, sample } from './test-support/messages';

const placed = sample('order-placed.v2');
const subscription = sample('subscription-changed.v2');

const allMessages = [
  ...[
    'order-placed.v1',
    'order-placed.v2',
    'order-cancelled',
    'item-shipped.v1',
    'item-shipped.v2',
  ],
  ...['device-registered', 'device-deregistered', 'subscription-changed.v1'],
  ...['subscription-changed.v2', 'subscription-changed.v2.as-published'],
].map(sample);

/** Fields that we read: an unknown field has another name, one that does not speak of a model. */
const known =
  /^(notificationInfo|deviceInfo|customerInfo|orderInfo|subscriptionInfo|.*(Id|Time|Type)|slotsSubscriptionStatus|serialNumber|.*Identifier|productInfo(List)?|asin|unit|quantity|subscribed|estimatedDeliveryDate|.*[Mm]odel.*)$/;

/** Adds a field to every object of a JSON text but those whose keys are data. */
function withUnknown(value: unknown, name: string, added: unknown, path: string): unknown {
  if (Array.isArray(value)) return value.map((entry) => withUnknown(entry, name, added, path));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(
    ([key, inner]) => [key, withUnknown(inner, name, added, key)] as const,
  );
  const keysAreData = path === 'slotsSubscriptionStatus';
  return Object.fromEntries(keysAreData ? entries : [[name, added] as const, ...entries]);
}

describe('whatever comes', () => {
  it('unknown fields never change the result', () => {
    const name = fc
      .oneof(
        fc.string(),
        fc.constantFrom('__proto__', 'constructor', 'toString', 'version', 'default'),
      )
      .filter((text) => !known.test(text));
    fc.assert(
      fc.property(
        fc.constantFrom(...allMessages),
        name,
        fc.jsonValue(),
        (message, field, added) => {
          const grown = JSON.stringify(withUnknown(JSON.parse(message), field, added, ''));
          expect(parseNotification(grown)).toEqual(parseNotification(message));
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it('no JSON makes it throw', () => {
    fc.assert(fc.property(fc.json(), (text) => void parseNotification(text)));
    fc.assert(fc.property(fc.string(), (text) => void parseNotification(text)));
  });

  it('no value at any place makes it throw or repeat that value', () => {
    const places = allMessages.flatMap((message) =>
      pathsIn(JSON.parse(message)).map((path) => [message, path] as const),
    );
    const secret = 'c0ffee-5ecret';
    const value = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom(secret, [secret], { [secret]: secret }, `2016${secret}`),
    );
    fc.assert(
      fc.property(fc.constantFrom(...places), value, ([message, path], replaced) => {
        const result = parseNotification(change(message, path, replaced));
        if (!result.ok) expect(JSON.stringify(result)).not.toContain(secret);
      }),
      { numRuns: 2_000 },
    );
  });

  it('depth does no harm', () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    expect(read(`{"x":${deep},${placed.slice(1)}`)).toEqual(read(placed));
    expect(parseNotification(deep).ok).toBe(false);
    expect(parseNotification(`{"default":${deep}}`).ok).toBe(false);
    expect(pathsOf(placed.replace('"myProduct"', deep))).toEqual(['orderInfo.slotId']);
  });

  it('keys of prototypes do no harm', () => {
    const evil = `{"__proto__":${placed}}`;
    expect(read(evil)).toEqual(read(placed));
    expect(parseNotification('{"__proto__":{"notificationInfo":5}}').ok).toBe(false);
    const slots = read(
      subscription.replace('"SlotId1"', '"__proto__"').replace('"SlotId2"', '"constructor"'),
    );
    expect(slots).toMatchObject({ slots: [{ slotId: '__proto__' }, { slotId: 'constructor' }] });
    expect(Object.getPrototypeOf(slots)).toBe(Object.prototype);
    expect({}).not.toHaveProperty('notificationInfo');
    expect({}).not.toHaveProperty('subscribed');
  });

  it('line breaks between the fields, as AWS sent them, do no harm', () => {
    expect(awsSigned('subscription-changed')).toContain('\n');
    expect(read(awsSigned('subscription-changed'))).toMatchObject({ version: '2.0' });
  });
});

/** The paths of all values in a JSON value, as `change` takes them. */
function pathsIn(value: unknown, prefix = ''): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [
    `${prefix}${key}`,
    ...pathsIn(inner, `${prefix}${key}.`),
  ]);
}
