import type { SubscriptionChanged } from '@refill/device-lifecycle/device-fact';
import type { ItemShipped, OrderPlaced } from '@refill/order-lifecycle/order-fact';
import { draftForumPost } from './forum-post';
import { checkMigration, type MigrationEvidence } from './migration-check';
import { migrationSteps } from './migration-steps';
import { missingFields } from './missing-fields';

const at = '2026-01-05T10:00:00.000Z';
const base = { notificationId: 'n-1', occurredAt: at };
const subject = { modelId: 'm', serialNumber: 's', slotId: 'Slot1', customerId: 'c' };
const item = { asin: 'B01', quantity: 1, unit: 'count', estimatedDelivery: at };
const product = { asin: 'B01', quantity: 1, unit: 'count' };

function placed(items: OrderPlaced['items']): OrderPlaced {
  return { ...base, type: 'order-placed', subject, version: '2.0', items };
}
function shipped(items: ItemShipped['items']): ItemShipped {
  return { ...base, type: 'item-shipped', subject, version: '2.0', items };
}
function changed(slots: SubscriptionChanged['slots']): SubscriptionChanged {
  return { ...base, type: 'subscription-changed', customerId: 'c', version: '2.0', slots };
}

describe('missingFields', () => {
  it.each([
    ['an order with everything', placed([item, item])],
    // The sample of Amazon's page has no quantity.
    ['a shipment without a quantity', shipped([{ ...item, quantity: null }])],
    [
      'a subscription with what was selected before, and a cleared slot',
      changed([
        { slotId: 'Slot1', subscribed: true, products: [product] },
        { slotId: 'Slot2', subscribed: false, products: [product] },
        { slotId: 'Slot3', subscribed: false, products: [] },
      ]),
    ],
  ])('finds nothing missing in %s', (_name, fact) => {
    expect(missingFields(fact)).toEqual([]);
  });

  const nothing = { asin: null, quantity: null, unit: null };
  const slots = 'subscriptionInfo.slotsSubscriptionStatus';
  it.each([
    ['an order without products', placed([]), ['orderInfo.productInfo']],
    [
      'an order whose second product says nothing',
      placed([item, { ...nothing, estimatedDelivery: null }]),
      ['quantity', 'unit', 'asin', 'estimatedDeliveryDate'].map(
        (field) => `orderInfo.productInfo[1].${field}`,
      ),
    ],
    [
      'a shipment that says nothing',
      shipped([{ ...nothing, estimatedDelivery: null }]),
      ['unit', 'asin', 'estimatedDeliveryDate'].map((field) => `orderInfo.productInfo[0].${field}`),
    ],
    ['a subscription without slots', changed([]), [slots]],
    [
      'a subscription as Amazon published it',
      changed([
        { slotId: 'SlotId1', subscribed: null, products: [{ ...product, quantity: null }] },
        { slotId: 'SlotId2', subscribed: null, products: [{ ...product, quantity: null }] },
      ]),
      [
        `${slots}.SlotId1.subscribed`,
        `${slots}.SlotId1.productInfoList[0].quantity`,
        `${slots}.SlotId2.subscribed`,
        `${slots}.SlotId2.productInfoList[0].quantity`,
      ],
    ],
    [
      'a subscription in which no slot names a product',
      changed([{ slotId: 'Slot1', subscribed: false, products: [] }]),
      [`${slots}.*.productInfoList`],
    ],
    [
      'a slot that is on without a product',
      changed([
        { slotId: 'Slot1', subscribed: true, products: [product] },
        { slotId: 'Slot2', subscribed: true, products: [] },
      ]),
      [`${slots}.Slot2.productInfoList`],
    ],
  ])('names what is missing in %s', (_name, fact, missing) => {
    expect(missingFields(fact)).toEqual(missing);
  });
});

const complete: readonly MigrationEvidence[] = [
  {
    type: 'SubscriptionChangedNotification',
    received: 3,
    lastAt: at,
    newest: changed([{ slotId: 'Slot1', subscribed: true, products: [product] }]),
  },
  { type: 'ItemShippedNotification', received: 2, lastAt: at, newest: shipped([item]) },
  { type: 'OrderPlacedNotification', received: 1, lastAt: at, newest: placed([item]) },
];

describe('the migration', () => {
  it('is ready when all three types were read completely', () => {
    const state = checkMigration(complete);
    expect(state).toEqual({
      ready: true,
      checks: [
        { type: 'OrderPlacedNotification', received: 1 },
        { type: 'ItemShippedNotification', received: 2 },
        { type: 'SubscriptionChangedNotification', received: 3 },
      ].map((check) => ({ ...check, readCompletely: true, lastAt: at, missing: [] })),
    });
    expect(migrationSteps(state, ['PetFeeder'])[0]).toMatch(/^Post forumPost/);
    expect(draftForumPost(state, ['PetFeeder', 'Printer'])).toEqual({
      subject: 'Upgrade SNS Notifications to v2.0',
      body: [
        'Hello,',
        '',
        'please upgrade our SNS notifications to v2.0.',
        '',
        'Which notifications messages are you upgrading to v2.0?',
        '- OrderPlacedNotification',
        '- ItemShippedNotification',
        '- SubscriptionChangedNotification',
        '',
        'Which device models will use the new notifications?',
        '- PetFeeder',
        '- Printer',
        '',
        'With a test device of the model TestNotifV2ForVendors we received these v2.0 notifications ' +
          'and process them correctly:',
        `- OrderPlacedNotification, the last one sent at ${at}`,
        `- ItemShippedNotification, the last one sent at ${at}`,
        `- SubscriptionChangedNotification, the last one sent at ${at}`,
        '',
        'Thank you.',
      ].join('\n'),
    });
  });

  it('says what to do while nothing has come, and claims nothing', () => {
    const state = checkMigration([]);
    expect(state.ready).toBe(false);
    expect(state.checks).toHaveLength(3);
    for (const check of state.checks) {
      expect(check).toMatchObject({
        received: 0,
        readCompletely: false,
        lastAt: null,
        missing: [],
      });
    }
    const steps = migrationSteps(state, ['PetFeeder']);
    expect(steps).toHaveLength(6);
    expect(steps[0]).toContain('arn:aws:sns:us-east-1:300797413096:TestNotifV2ForVendors');
    expect(steps[1]).toContain('TestNotifV2ForVendors');
    expect(steps.join(' ')).not.toContain('Post forumPost');
    expect(draftForumPost(state, ['PetFeeder']).body).not.toContain('process them correctly');
  });

  it('says which fields were not read', () => {
    const state = checkMigration([
      ...complete.slice(0, 2),
      {
        type: 'OrderPlacedNotification',
        received: 1,
        lastAt: at,
        newest: placed([{ ...item, asin: null }]),
      },
    ]);
    expect(state.ready).toBe(false);
    expect(state.checks[0]).toMatchObject({
      readCompletely: false,
      missing: ['orderInfo.productInfo[0].asin'],
    });
    const steps = migrationSteps(state, []);
    expect(steps).toHaveLength(2);
    expect(steps[0]).toContain('lacked orderInfo.productInfo[0].asin');
    const { body } = draftForumPost(state, []);
    expect(body).toContain('- ItemShippedNotification, the last one');
    expect(body).not.toContain('- OrderPlacedNotification, the last one');
  });

  it('never takes a message that is not in the history for read', () => {
    const state = checkMigration(complete.map((each) => ({ ...each, newest: null })));
    expect(state.ready).toBe(false);
    expect(migrationSteps(state, [])[0]).toContain('cannot be read from the history');
  });

  it('tells that nothing is left to upgrade', () => {
    const state = checkMigration(complete);
    expect(migrationSteps(state, [])).toHaveLength(1);
    expect(migrationSteps(state, [])[0]).toContain('Nothing needs to be upgraded');
    expect(draftForumPost(state, []).body).toContain('name yours');
  });
});
