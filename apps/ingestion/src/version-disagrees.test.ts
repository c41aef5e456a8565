import { versionDisagrees } from './version-disagrees';

describe('versionDisagrees', () => {
  it('compares the claim with the body', () => {
    expect(versionDisagrees('1.0', '2.0')).toBe(true);
    expect(versionDisagrees('3.7', '2.0')).toBe(true);
    expect(versionDisagrees('2.0', '2.0')).toBe(false);
  });

  it('finds nothing to compare without an attribute, or in a type of one shape', () => {
    expect(versionDisagrees(null, '2.0')).toBe(false);
    expect(versionDisagrees('2.0', null)).toBe(false);
  });
});
