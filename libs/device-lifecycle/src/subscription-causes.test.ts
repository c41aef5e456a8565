import { concludeDevice } from './conclude-device';
import type { DeviceFact } from './device-fact';
import {
  at,
  changedV1,
  changedV2,
  deregistered,
  DEVICE,
  HOUR,
  MINUTE,
  product,
  registered,
} from './test-support/facts';

/** `slot:cause` of what each SubscriptionChanged changed in the present life, in order of occurrence. */
function causes(...facts: readonly DeviceFact[]): readonly (readonly string[])[] {
  const present = concludeDevice(DEVICE, facts)?.lives.at(-1);
  return (present?.subscriptions ?? []).map(({ changes }) =>
    changes.map(({ slotId, cause }) => `${slotId}:${cause}`),
  );
}

const registration = [registered(0), changedV2(600, { ink: [false], toner: [false] })];

describe('the five causes, told by the products of 2.0', () => {
  it('a new registration: the word that comes with it, whether something is selected or not', () => {
    expect(causes(...registration)).toEqual([['ink:new-registration', 'toner:new-registration']]);
    expect(causes(registered(0), changedV2(600, { ink: [true, 'A'] }))).toEqual([
      ['ink:new-registration'],
    ]);
  });

  it('a new registration: also where its word was sent just before it', () => {
    expect(causes(registered(600), changedV2(0, { ink: [false] }))).toEqual([
      ['ink:new-registration'],
    ]);
  });

  it('a new registration: the first word, however late, if nothing is selected', () => {
    expect(causes(registered(0), changedV2(HOUR, { ink: [false] }))).toEqual([
      ['ink:new-registration'],
    ]);
  });

  it('a product chosen where nothing was selected before', () => {
    expect(causes(...registration, changedV2(HOUR, { ink: [true, 'A'], toner: [false] }))).toEqual([
      ['ink:new-registration', 'toner:new-registration'],
      ['ink:product-chosen'],
    ]);
  });

  it('a product chosen: within a minute, and where the word of the registration never came', () => {
    expect(causes(...registration, changedV2(30_000, { ink: [true, 'A'] })).at(-1)).toEqual([
      'ink:product-chosen',
    ]);
    expect(causes(registered(0), changedV2(HOUR, { ink: [true, 'A'], toner: [false] }))).toEqual([
      ['ink:product-chosen'],
    ]);
  });

  const chosen = [...registration, changedV2(HOUR, { ink: [true, 'A'], toner: [false] })];

  it('a selection cleared', () => {
    expect(causes(...chosen, changedV2(2 * HOUR, { ink: [false], toner: [false] })).at(-1)).toEqual(
      ['ink:selection-cleared'],
    );
  });

  it('switched off, which keeps what the customer had, and on again', () => {
    const off = [...chosen, changedV2(2 * HOUR, { ink: [false, 'A'], toner: [false] })];
    expect(causes(...off).at(-1)).toEqual(['ink:switched-off']);
    const snapshot = concludeDevice(DEVICE, off)?.snapshot;
    expect(snapshot?.status).toBe('registered');
    expect(snapshot?.slots[0]).toEqual({
      slotId: 'ink',
      subscribed: false,
      products: [product('A')],
      lastChangedAt: at(2 * HOUR),
      cause: 'switched-off',
    });
    expect(causes(...off, changedV2(3 * HOUR, { ink: [true, 'A'] })).at(-1)).toEqual([
      'ink:switched-on',
    ]);
  });

  it('a product replaced by Amazon: another ASIN where the customer has not touched the switch', () => {
    expect(causes(...chosen, changedV2(2 * HOUR, { ink: [true, 'B'] })).at(-1)).toEqual([
      'ink:product-replaced',
    ]);
    expect(
      causes(
        ...chosen,
        changedV2(2 * HOUR, { ink: [false, 'A'] }),
        changedV2(3 * HOUR, { ink: [false, 'B'] }),
      ).at(-1),
    ).toEqual(['ink:product-replaced']);
  });

  it('a product chosen, not replaced, where another one is switched on', () => {
    const off = changedV2(2 * HOUR, { ink: [false, 'A'] });
    expect(causes(...chosen, off, changedV2(3 * HOUR, { ink: [true, 'B'] })).at(-1)).toEqual([
      'ink:product-chosen',
    ]);
  });

  it('several slots, each with its own cause', () => {
    const both = changedV2(2 * HOUR, { ink: [true, 'A'], toner: [true, 'T'], paper: [true, 'P'] });
    expect(
      causes(
        ...chosen,
        both,
        changedV2(3 * HOUR, {
          ink: [true, 'B'],
          toner: [false, 'T'],
          paper: [false],
          drum: [true, 'D'],
        }),
      ).slice(-2),
    ).toEqual([
      ['toner:product-chosen', 'paper:product-chosen'],
      [
        'ink:product-replaced',
        'toner:switched-off',
        'paper:selection-cleared',
        'drum:product-chosen',
      ],
    ]);
  });

  it('several products in one slot: one more is chosen, one less is cleared, one for another replaced', () => {
    const two = changedV2(2 * HOUR, { ink: [true, 'A', 'B'] });
    expect(causes(...chosen, two).at(-1)).toEqual(['ink:product-chosen']);
    expect(causes(...chosen, two, changedV2(3 * HOUR, { ink: [true, 'B'] })).at(-1)).toEqual([
      'ink:selection-cleared',
    ]);
    expect(causes(...chosen, two, changedV2(3 * HOUR, { ink: [true, 'B', 'C'] })).at(-1)).toEqual([
      'ink:product-replaced',
    ]);
    expect(causes(...chosen, two, changedV2(3 * HOUR, { ink: [true, 'B', 'A'] })).at(-1)).toEqual(
      [],
    );
  });

  it('none of them: the same again, another quantity, nothing said', () => {
    const [, , choice] = chosen;
    if (choice?.type !== 'subscription-changed') throw new Error('no choice');
    expect(causes(...chosen, changedV2(2 * HOUR, { ink: [true, 'A'] })).at(-1)).toEqual([]);
    const more = {
      ...choice,
      notificationId: 'more',
      occurredAt: at(2 * HOUR),
      slots: [{ slotId: 'ink', subscribed: true, products: [product('A', 5)] }],
    };
    expect(causes(...chosen, more).at(-1)).toEqual([]);
    expect(concludeDevice(DEVICE, [...chosen, more])?.snapshot.slots[0]).toMatchObject({
      products: [product('A', 5)],
      lastChangedAt: at(HOUR),
      cause: 'product-chosen',
    });
    const silent = concludeDevice(DEVICE, [...chosen, changedV2(2 * HOUR, { ink: [null] })]);
    expect(silent?.snapshot.slots[0]).toMatchObject({ subscribed: true, products: [product('A')] });
  });

  it('not guessed from products without an ASIN', () => {
    const unnamed = {
      ...changedV2(2 * HOUR, {}),
      slots: [{ slotId: 'ink', subscribed: true, products: [product(null)] }],
    };
    expect(causes(...chosen, unnamed).at(-1)).toEqual([]);
  });

  it('a slot without `subscribed`: chosen, but whether it reorders is not known', () => {
    const facts = [...registration, changedV2(HOUR, { ink: [null, 'A'] })];
    expect(causes(...facts).at(-1)).toEqual(['ink:product-chosen']);
    expect(concludeDevice(DEVICE, facts)?.snapshot.slots[0]).toMatchObject({
      subscribed: null,
      products: [product('A')],
    });
    expect(
      concludeDevice(DEVICE, [...chosen, changedV2(2 * HOUR, { ink: [null, 'B'] })])?.snapshot
        .slots[0],
    ).toMatchObject({ subscribed: true, products: [product('B')], cause: 'product-replaced' });
  });
});

describe('the causes that the booleans of 1.0 can tell', () => {
  const v1 = [registered(0), changedV1(600, { ink: false })];

  it('registration, choice, switch off, switch on', () => {
    expect(
      causes(
        ...v1,
        changedV1(HOUR, { ink: true }),
        changedV1(2 * HOUR, { ink: false }),
        changedV1(3 * HOUR, { ink: true }),
        changedV1(4 * HOUR, { ink: true }),
      ),
    ).toEqual([
      ['ink:new-registration'],
      ['ink:product-chosen'],
      ['ink:switched-off'],
      ['ink:switched-on'],
      [],
    ]);
  });

  it('names no products', () => {
    const snapshot = concludeDevice(DEVICE, [...v1, changedV1(HOUR, { ink: true })])?.snapshot;
    expect(snapshot).toMatchObject({
      status: 'subscribed',
      subscriptionVersion: '1.0',
      slots: [{ slotId: 'ink', subscribed: true, products: null, cause: 'product-chosen' }],
    });
  });
});

describe('a device that Refill meets in mid-life', () => {
  it('has no cause for the first word, and is compared from then on', () => {
    const first = changedV2(0, { ink: [true, 'A'], toner: [false] });
    expect(causes(first)).toEqual([[]]);
    expect(concludeDevice(DEVICE, [first])?.snapshot).toMatchObject({
      status: 'subscribed',
      registeredAt: null,
      slots: [
        { slotId: 'ink', subscribed: true, lastChangedAt: null, cause: null },
        { slotId: 'toner', subscribed: false, lastChangedAt: null, cause: null },
      ],
    });
    expect(causes(first, changedV2(HOUR, { ink: [true, 'B'], toner: [true, 'T'] })).at(-1)).toEqual(
      ['ink:product-replaced', 'toner:product-chosen'],
    );
  });

  it('is not said to have chosen in 1.0 what may only have been switched on', () => {
    expect(causes(changedV1(0, { ink: false }), changedV1(HOUR, { ink: true })).at(-1)).toEqual([
      'ink:switched-on',
    ]);
  });

  it('gets its causes when the registration comes late after all', () => {
    expect(causes(changedV2(HOUR, { ink: [true, 'A'] }), registered(0))).toEqual([
      ['ink:product-chosen'],
    ]);
  });
});

describe('the change between the versions in mid-life', () => {
  const v1 = [
    registered(0),
    changedV1(600, { ink: false, toner: false }),
    changedV1(HOUR, { ink: true, toner: false }),
  ];

  it('from 1.0 to 2.0 is no change by itself, and brings the products', () => {
    const facts = [...v1, changedV2(2 * HOUR, { ink: [true, 'A'], toner: [false] })];
    expect(causes(...facts).at(-1)).toEqual([]);
    expect(concludeDevice(DEVICE, facts)?.snapshot).toMatchObject({
      subscriptionVersion: '2.0',
      slots: [
        {
          slotId: 'ink',
          products: [product('A')],
          cause: 'product-chosen',
          lastChangedAt: at(HOUR),
        },
        { slotId: 'toner', products: [], cause: 'new-registration' },
      ],
    });
  });

  it('from 1.0 to 2.0 tells what changed with it', () => {
    expect(
      causes(...v1, changedV2(2 * HOUR, { ink: [false, 'A'], toner: [true, 'T'] })).at(-1),
    ).toEqual(['ink:switched-off', 'toner:product-chosen']);
    expect(causes(...v1, changedV2(2 * HOUR, { ink: [false] })).at(-1)).toEqual([
      'ink:selection-cleared',
    ]);
  });

  it('from 2.0 to 1.0 keeps the products last heard of', () => {
    const v2 = [
      registered(0),
      changedV2(600, { ink: [false] }),
      changedV2(HOUR, { ink: [true, 'A'] }),
    ];
    const same = [...v2, changedV1(2 * HOUR, { ink: true })];
    expect(causes(...same).at(-1)).toEqual([]);
    expect(concludeDevice(DEVICE, same)?.snapshot).toMatchObject({
      subscriptionVersion: '1.0',
      slots: [{ subscribed: true, products: [product('A')] }],
    });
    const off = [...v2, changedV1(2 * HOUR, { ink: false })];
    expect(causes(...off).at(-1)).toEqual(['ink:switched-off']);
    expect(concludeDevice(DEVICE, off)?.snapshot.slots[0]).toMatchObject({
      subscribed: false,
      products: [product('A')],
    });
    // What 1.0 switched on again may be another product: nothing is claimed.
    const on = [...off, changedV1(3 * HOUR, { ink: true })];
    expect(causes(...on).at(-1)).toEqual(['ink:switched-on']);
    expect(concludeDevice(DEVICE, on)?.snapshot.slots[0]?.products).toBeNull();
    expect(causes(...on, changedV2(4 * HOUR, { ink: [true, 'B'] })).at(-1)).toEqual([]);
    expect(causes(...off, changedV2(3 * HOUR, { ink: [true, 'A'] })).at(-1)).toEqual([
      'ink:switched-on',
    ]);
    expect(causes(...off, changedV2(3 * HOUR, { ink: [true, 'B'] })).at(-1)).toEqual([
      'ink:product-chosen',
    ]);
  });
});

describe('a late notification', () => {
  const off = changedV2(2 * HOUR, { ink: [false, 'A'] });

  it('leaves the present as it is, and may change the cause of the one after it', () => {
    const known = [
      registered(0),
      changedV2(600, { ink: [false] }),
      changedV2(3 * HOUR, { ink: [true, 'A'] }),
    ];
    expect(causes(...known).at(-1)).toEqual(['ink:product-chosen']);
    expect(causes(...known, changedV2(HOUR, { ink: [true, 'A'] }), off)).toEqual([
      ['ink:new-registration'],
      ['ink:product-chosen'],
      ['ink:switched-off'],
      ['ink:switched-on'],
    ]);
    expect(concludeDevice(DEVICE, [...known, off])?.snapshot.slots[0]).toMatchObject({
      subscribed: true,
      products: [product('A')],
    });
  });
});

describe('a second registration without a deregistration', () => {
  it('goes on with the life; what its word changes has it as the cause', () => {
    const facts = [
      registered(0),
      changedV2(600, { ink: [true, 'A'], toner: [false] }),
      registered(HOUR),
      changedV2(HOUR + 600, { ink: [false], toner: [false] }),
    ];
    expect(causes(...facts)).toEqual([
      ['ink:new-registration', 'toner:new-registration'],
      ['ink:new-registration'],
    ]);
    expect(concludeDevice(DEVICE, facts)?.snapshot.registeredAt).toBe(at(HOUR));
  });
});

describe('a life after a deregistration', () => {
  it('compares with a clean slate, not with what the old one had', () => {
    const old = [...registration, changedV2(HOUR, { ink: [true, 'A'] }), deregistered(2 * HOUR)];
    expect(
      causes(...old, registered(3 * HOUR), changedV2(3 * HOUR + 5 * MINUTE, { ink: [true, 'A'] })),
    ).toEqual([['ink:product-chosen']]);
    expect(concludeDevice(DEVICE, [...old, registered(3 * HOUR)])?.snapshot).toMatchObject({
      status: 'registered',
      slots: [],
      subscriptionVersion: null,
    });
  });
});
