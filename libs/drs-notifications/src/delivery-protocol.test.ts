import { change, pathsOf, read, sample } from './test-support/messages';

const placed = sample('order-placed.v2');

describe('a payload wrapped by delivery protocol', () => {
  const inner = JSON.parse(placed);
  const other = JSON.parse(sample('order-placed.v1'));

  it.each(['default', 'https', 'http', 'sqs', 'email', 'lambda'])('is found in %s', (protocol) => {
    expect(read(JSON.stringify({ [protocol]: inner }))).toEqual(read(placed));
    expect(read(JSON.stringify({ [protocol]: placed }))).toEqual(read(placed));
    expect(read(JSON.stringify({ note: 'text', [protocol]: inner }))).toEqual(read(placed));
  });

  it.each([
    ['default', 'https'],
    ['https', 'http'],
    ['http', 'sqs'],
    ['sqs', 'email'],
  ])('is taken from %s before %s', (first, second) => {
    expect(read(JSON.stringify({ [second]: other, [first]: inner }))).toEqual(read(placed));
  });

  it('is passed over where it is no notification', () => {
    expect(read(JSON.stringify({ default: 'a text', email: inner }))).toEqual(read(placed));
    expect(read(JSON.stringify({ default: { a: 1 }, https: '{', sqs: placed }))).toEqual(
      read(placed),
    );
  });

  it('is not looked for in a notification', () => {
    expect(read(change(placed, 'default', other))).toEqual(read(placed));
  });

  it('is wrapped but once', () => {
    const twice = JSON.stringify({ default: { default: inner } });
    expect(pathsOf(twice)).toEqual(['notificationInfo']);
  });
});
