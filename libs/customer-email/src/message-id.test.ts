import { deviceEmailMessageId, emailMessageId } from './message-id';
import { parseSender } from './sender-identity';

const FROM = 'Printers <printers@example.com>';

describe('emailMessageId', () => {
  it('is the same for the same mail, and another for any other', () => {
    const id = emailMessageId('order-1', 'order-placed', FROM);
    expect(id).toMatch(/^<[0-9a-f]{40}@example\.com>$/);
    expect(emailMessageId('order-1', 'order-placed', FROM)).toBe(id);
    expect(emailMessageId('order-1', 'item-shipped', FROM)).not.toBe(id);
    expect(emailMessageId('order-2', 'order-placed', FROM)).not.toBe(id);
  });

  it('stays what it was: a mail tried again after an update is still the same mail', () => {
    expect(emailMessageId('order-1', 'order-placed', FROM)).toBe(
      '<ab526290d23f05e269d0bc3b25c11014e47b525c@example.com>',
    );
  });
});

describe('deviceEmailMessageId', () => {
  const device = { modelId: 'model', serialNumber: 'serial' };
  const key = 'device-welcome:1';

  it('is the same for the same mail, and another for any other', () => {
    const id = deviceEmailMessageId({ device, key }, FROM);
    expect(id).toMatch(/^<[0-9a-f]{40}@example\.com>$/);
    expect(deviceEmailMessageId({ device, key }, FROM)).toBe(id);
    const others = [
      { device, key: 'device-welcome:2' },
      { device: { ...device, modelId: 'other' }, key },
      { device: { ...device, serialNumber: 'other' }, key },
      // The parts can't run into each other.
      { device: { modelId: 'mode', serialNumber: 'lserial' }, key },
    ].map((email) => deviceEmailMessageId(email, FROM));
    expect(new Set([id, ...others]).size).toBe(5);
  });
});

describe('parseSender', () => {
  it('reads an address with and without a name', () => {
    expect(parseSender(FROM)).toEqual({
      name: 'Printers',
      address: 'printers@example.com',
      domain: 'example.com',
    });
    expect(parseSender('printers@example.com').name).toBeNull();
  });

  it.each(['', 'Printers', 'a@example.com, b@example.com', 'Printers <>'])(
    'refuses %p without repeating it',
    (from) => {
      expect(() => parseSender(from)).toThrow('EMAIL_FROM must be one mail address');
    },
  );
});
