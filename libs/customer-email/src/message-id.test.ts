import { emailMessageId } from './message-id';
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
