import {
  deviceExpectationText,
  type DeviceState,
  deviceStateText,
  meetsDevice,
} from './device-expectation';
import type { DeviceExpectation } from './scenario';

const REGISTERED_AT = '2026-03-01T12:00:00.250Z';

function stateWith(
  mails: readonly (readonly [type: string, kind: string])[],
  changes: Partial<DeviceState['device']> = {},
): DeviceState {
  return {
    device: {
      device: { modelId: 'model-1', serialNumber: 'serial-1' },
      status: 'subscribed',
      registeredAt: REGISTERED_AT,
      deregisteredAt: null,
      slots: [{ slotId: 'slot-1', subscribed: true, products: null, cause: 'switched-on' }],
      workflow: { url: null },
      ...changes,
    },
    events: mails.map(([type, kind], index) => ({
      seq: index + 1,
      type,
      occurredAt: REGISTERED_AT,
      data: { kind },
    })),
  };
}

const EXPECTED: DeviceExpectation = {
  status: 'subscribed',
  registeredAt: Date.parse(REGISTERED_AT),
  causes: { 'slot-1': 'switched-on' },
  mails: ['subscription-changed', 'subscription-changed'],
};
const SENT = ['email-sent', 'subscription-changed'] as const;
const SKIPPED = ['email-skipped', 'subscription-changed'] as const;
const FAILED = ['email-failed', 'subscription-changed'] as const;

it.each<[string, boolean, DeviceState | null]>([
  ['is as expected when both mails were sent', true, stateWith([SENT, SENT])],
  ['is as expected when one was skipped', true, stateWith([SENT, SKIPPED])],
  ['lacks the second mail', false, stateWith([SENT])],
  ['lacks the mail that failed', false, stateWith([SENT, FAILED])],
  ['has another status', false, stateWith([SENT, SENT], { status: 'registered' })],
  ['was registered at another time', false, stateWith([SENT, SENT], { registeredAt: null })],
  ['has no such slot', false, stateWith([SENT, SENT], { slots: [] })],
  ['is not known', false, null],
])('a device %s', (_name, asExpected, state) => {
  expect(meetsDevice(state, EXPECTED)).toBe(asExpected);
});

it('must be deregistered when it was said to be', () => {
  const expected: DeviceExpectation = {
    status: 'deregistered',
    deregisteredAt: Date.parse(REGISTERED_AT),
  };
  const gone = (deregisteredAt: string | null) =>
    stateWith([], { status: 'deregistered', deregisteredAt });
  expect(meetsDevice(gone(REGISTERED_AT), expected)).toBe(true);
  expect(meetsDevice(gone('2026-03-01T12:00:00.251Z'), expected)).toBe(false);
  expect(meetsDevice(gone(null), expected)).toBe(false);
});

it('is told in words, and a mail that was not sent as such', () => {
  expect(deviceExpectationText(EXPECTED)).toMatch(
    /^subscribed, registered 2026-03-01 .*, slot-1: switched-on, mail subscription-changed, mail/,
  );
  expect(deviceStateText(stateWith([SENT, SKIPPED]))).toBe(
    'subscribed, slot-1: switched-on, mail subscription-changed, mail subscription-changed (email-skipped)',
  );
});
