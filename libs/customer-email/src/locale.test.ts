import { pickLocale } from './locale';

describe('pickLocale', () => {
  it.each([
    ['de', 'de', 'de'],
    ['de-AT', 'de', 'de-AT'],
    ['DE_ch', 'de', 'de-CH'],
    ['en-GB', 'en', 'en-GB'],
    ['fr-FR', 'en', 'en'],
    ['not a locale', 'en', 'en'],
    ['', 'en', 'en'],
    [null, 'en', 'en'],
  ])('takes %s for the language %s and the formats of %s', (locale, language, tag) => {
    expect(pickLocale(locale)).toEqual({ language, tag });
  });
});
