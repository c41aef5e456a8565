import { historyPageAttribute } from './history-page-attribute';
import { historyPageKey } from './search-attributes';

describe('historyPageAttribute', () => {
  it('is there where Temporal can hold it', () => {
    const longest = 'x'.repeat(255);
    expect(historyPageAttribute(longest)).toEqual([{ key: historyPageKey, value: longest }]);
    expect(historyPageAttribute(`${longest}x`)).toEqual([]);
    expect(historyPageAttribute(null)).toEqual([]);
  });
});
