import type { Shape } from '@refill/history-client/answer-reader';
import { startTestHistory, type TestHistory } from '@refill/history/test-history';
import { contractsOf, type OpenApi, parseOpenApi } from './test-support/openapi-document';
import { recordCalls } from './test-support/recorded-calls';

// The readers of the client are checked by the compiler against its types, and here against the server: so a type
// of the client cannot drift from what the real server says of itself.
let history: TestHistory;
let document: OpenApi;
beforeAll(async () => {
  history = await startTestHistory();
  document = parseOpenApi((await history.request('/openapi.json')).body);
});
afterAll(() => history.stop());

/** What this client takes for new, of which an older server says nothing: `added` in the client. */
const ADDED = new Set(['erasures']);

/** The shape as the server has to say it: what is `added` in the client is there in this server. */
function asServed(shape: Shape): Shape {
  switch (shape.kind) {
    case 'text':
    case 'number':
    case 'flag':
    case 'record':
    case 'any':
    case 'one-of':
      return shape;
    case 'nullable':
    case 'list':
      return { kind: shape.kind, of: asServed(shape.of) };
    case 'added':
      return asServed(shape.of);
    case 'object':
      return {
        kind: 'object',
        fields: Object.fromEntries(
          Object.entries(shape.fields).map(([name, each]) => {
            if (each.kind === 'added') expect(ADDED).toContain(name);
            return [name, asServed(each)];
          }),
        ),
      };
  }
}

describe('the client', () => {
  const calls = recordCalls();

  it('has a call for every operation of the server, and no other', () => {
    expect(Object.keys(calls).sort()).toEqual(Object.keys(contractsOf(document)).sort());
  });

  it.each(Object.entries(calls))('agrees with the server about %s', (name, call) => {
    const contract = contractsOf(document)[name];
    expect(contract).toBeDefined();
    expect({ query: call.query, body: call.body }).toEqual({
      query: contract?.query,
      body: contract?.body,
    });
    const expected = call.answer === null ? [] : [asServed(call.answer)];
    // An operation with several answers of success gives the same in all.
    expect([...new Set(contract?.answers.map((answer) => JSON.stringify(sorted(answer))))]).toEqual(
      expected.map((answer) => JSON.stringify(sorted(answer))),
    );
  });

  it('knows all that a problem document says', () => {
    expect(
      Object.keys(Object(document.components.schemas['Problem']?.['properties'])).sort(),
    ).toEqual(['code', 'detail', 'errors', 'status', 'title', 'type']);
  });
});

/** Fields and values in the order of their names, so that order is no difference. A fixed text is a text. */
function sorted(shape: Shape): Shape {
  switch (shape.kind) {
    case 'text':
    case 'number':
    case 'flag':
    case 'record':
    case 'any':
      return shape;
    case 'one-of':
      return { kind: 'one-of', known: [...shape.known].sort() };
    case 'nullable':
    case 'list':
    case 'added':
      return { kind: shape.kind, of: sorted(shape.of) };
    case 'object':
      return {
        kind: 'object',
        fields: Object.fromEntries(
          Object.entries(shape.fields)
            .sort(([a], [b]) => (a < b ? -1 : 1))
            .map(([name, each]) => [name, sorted(each)]),
        ),
      };
  }
}
