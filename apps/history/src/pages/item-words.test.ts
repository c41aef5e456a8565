import { itemWords } from './item-words';

it.each([
  [{ asin: 'A', quantity: 2, unit: 'count' }, '2 count of A'],
  [{ asin: 'A', quantity: 2, unit: null }, '2 of A'],
  [{ asin: null, quantity: 0.5, unit: 'lbs' }, '0.5 lbs of a product'],
  // Amazon's 2.0 leaves out the quantity of what it ships.
  [{ asin: 'A', quantity: null, unit: 'count' }, 'A'],
  [{ asin: null, quantity: null, unit: null }, 'a product'],
])('says what an item is and how much of it: %j', (item, words) => {
  expect(itemWords(item)).toBe(words);
});
