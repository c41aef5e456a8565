import { shortOrderId } from './short-order-id';

describe('shortOrderId', () => {
  it.each([
    ['amzn1.dash.v2.o.ci45k2m9x7q3d1f8', 'ci45k2m9x7q3d1f8'],
    ['amzn1.dash.v1.o.f837bfb0a4574db3-1.0', 'f837bfb0a4574db3-1.0'],
    ['no-dots', 'no-dots'],
    ['ends.with.', 'ends.with.'],
  ])('shortens %s to %s', (orderId, short) => {
    expect(shortOrderId(orderId)).toBe(short);
  });

  it('keeps the end of the longest id that Amazon allows', () => {
    const short = shortOrderId(`${'x'.repeat(250)}12345`);
    expect(short).toHaveLength(24);
    expect(short).toMatch(/^…x+12345$/);
  });
});
