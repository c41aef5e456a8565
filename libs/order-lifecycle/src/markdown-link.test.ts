import { markdownLink } from './markdown-link';

describe('markdownLink', () => {
  it('keeps text and URL from breaking out of the link', () => {
    expect(markdownLink('a [b]', 'http://localhost:8081/orders/a%2Fb')).toBe(
      '[a \\[b\\]](http://localhost:8081/orders/a%2Fb)',
    );
    expect(markdownLink('a', 'http://host/x(1) <y>\\')).toBe(
      '[a](http://host/x%281%29%20%3Cy%3E%5C)',
    );
  });
});
