import { markdownCell } from './markdown-cell';

describe('markdownCell', () => {
  it('keeps a value in its cell, on its line and without markup', () => {
    expect(markdownCell('a|b\r\nc*d_[e]`<f>\\')).toBe('a\\|b c\\*d\\_\\[e\\]\\`\\<f\\>\\\\');
    expect(markdownCell('amzn1.dash-1')).toBe('amzn1.dash-1');
  });
});
