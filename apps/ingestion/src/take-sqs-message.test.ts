import { takeSqsMessage } from './take-sqs-message';
import { type BacklogRig, createBacklogRig } from './test-support/backlog-rig';
import { quarantinedIn } from './test-support/stored-rows';
import { createTestSigner, type TestSigner } from './test-support/test-signer';
import { startTestTemporal, type TestTemporal } from './test-support/test-temporal';
import type { SnsContext } from './verify-and-take';

let temporal: TestTemporal;
let rig: BacklogRig;
let signer: TestSigner;
beforeAll(async () => {
  [temporal, signer] = await Promise.all([startTestTemporal(), createTestSigner()]);
  rig = await createBacklogRig(temporal);
});
afterAll(async () => {
  await rig.remove();
  await Promise.all([temporal.stop(), signer.remove()]);
}, 30_000);

describe('takeSqsMessage', () => {
  it('keeps a message whose handling throws or hangs, and quarantines it at last', async () => {
    let verified = 0;
    const context = (verify: () => Promise<never>): SnsContext => ({
      ...rig.context,
      verifier: {
        verify: async () => {
          verified += 1;
          return await verify();
        },
      },
      confirm: async () => await Promise.reject(new Error('not asked')),
    });
    const throwing = context(async () => await Promise.reject(new TypeError('a mistake')));
    const hanging = context(async () => await new Promise<never>(() => undefined));
    const options = { maxReceives: 3, timeoutMs: 100 };
    const body = JSON.stringify(signer.notification('x'));
    const message = (messageId: string, receives: number) => ({
      messageId,
      body,
      attributes: {},
      receives,
    });
    expect(await takeSqsMessage(throwing, message('one', 1), options)).toBe('keep');
    expect(await takeSqsMessage(hanging, message('one', 2), options)).toBe('keep');
    expect(await quarantinedIn(rig.database)).toEqual([]);
    expect(await takeSqsMessage(hanging, message('one', 3), options)).toBe('delete');
    // One that ended the process the time before is not tried again.
    expect(verified).toBe(3);
    expect(await takeSqsMessage(throwing, message('two', 4), options)).toBe('delete');
    expect(verified).toBe(3);
    expect(await quarantinedIn(rig.database)).toMatchObject([
      { message_id: 'one', reason_code: 'SQS_RECEIVED_TOO_OFTEN', attempts: 3 },
      { message_id: 'two', reason_code: 'SQS_RECEIVED_TOO_OFTEN', attempts: 4 },
    ]);
  });
});
