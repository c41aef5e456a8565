import { bearerTokens } from './bearer-tokens';

describe('bearerTokens', () => {
  it.each([
    ['one-token', ['one-token']],
    ['new-token,old-token', ['new-token', 'old-token']],
    [' new-token , old-token, ', ['new-token', 'old-token']],
    ['12345678', ['12345678']],
    ['!"#$%&\'()*+-./:;<=>?@[\\]^_`{|}~', ['!"#$%&\'()*+-./:;<=>?@[\\]^_`{|}~']],
  ])('reads %j', (text, tokens) => {
    expect(bearerTokens.parse(text)).toEqual(tokens);
  });

  it.each([
    '',
    ',',
    '1234567',
    'long-enough,short',
    'with a blank',
    'tab\there-is',
    'umläut-token',
  ])('refuses %j', (text) => {
    expect(bearerTokens.safeParse(text).success).toBe(false);
  });

  it('keeps the tokens out of the problem', () => {
    const message = bearerTokens.safeParse('sesame1').error?.message ?? '';
    expect(message).toContain('at least 8');
    expect(message).not.toContain('sesame');
  });
});
