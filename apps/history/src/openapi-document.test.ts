import { execFileSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { startTestHistory, type TestHistory } from './test-history';

const FILE = path.resolve(__dirname, '../../../docs/openapi.json');
const HOW = 'REFILL_WRITE_OPENAPI=1 npm test -- apps/history/src/openapi-document.test.ts';

const media = z.record(z.string(), z.looseObject({ example: z.unknown() }));
const operations = z.object({
  paths: z.record(
    z.string(),
    z.record(
      z.string(),
      z.looseObject({
        operationId: z.string(),
        parameters: z.array(z.looseObject({ name: z.string(), example: z.unknown() })).default([]),
        requestBody: z.looseObject({ content: media }).optional(),
        responses: z.record(
          z.string(),
          z.looseObject({ description: z.string(), content: media.optional() }),
        ),
      }),
    ),
  ),
});

let history: TestHistory;
let served: unknown;
beforeAll(async () => {
  history = await startTestHistory();
  served = (await history.request('/openapi.json')).body;
});
afterAll(() => history.stop());

function operationsOf(document: unknown) {
  return Object.values(operations.parse(document).paths).flatMap((each) => Object.values(each));
}

describe('the OpenAPI document', () => {
  it('is the one in docs/openapi.json', async () => {
    if (process.env['REFILL_WRITE_OPENAPI'] === '1') {
      await writeFile(FILE, JSON.stringify(served));
      // Jest cannot load prettier itself.
      const prettier = require.resolve('prettier/bin/prettier.cjs');
      execFileSync(process.execPath, [prettier, '--write', FILE], { stdio: 'ignore' });
    }
    const committed: unknown = JSON.parse(await readFile(FILE, 'utf8').catch(() => 'null'));
    if (!isDeepStrictEqual(committed, served)) {
      throw new Error(`docs/openapi.json is not what the service says of itself; write it: ${HOW}`);
    }
    expect(committed).toEqual(served);
  });

  it('names every operation once', () => {
    const ids = operationsOf(served).map(({ operationId }) => operationId);
    expect(ids.length).toBeGreaterThan(25);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('has an example of every parameter, request and answer', () => {
    for (const { operationId, parameters, requestBody, responses } of operationsOf(served)) {
      const contents = [requestBody?.content, ...Object.values(responses).map((r) => r.content)];
      const examples = [
        ...parameters.map(({ name, example }) => [name, example]),
        ...contents.flatMap((content) =>
          Object.entries(content ?? {}).map(([type, { example }]) => [type, example]),
        ),
      ];
      for (const [of, example] of examples) {
        expect({ operationId, of, example: example ?? 'none' }).not.toMatchObject({
          example: 'none',
        });
      }
    }
  });

  it('gives no body to an answer that has none', () => {
    const answers = operationsOf(served).flatMap(({ responses }) => responses['204'] ?? []);
    expect(answers).toHaveLength(2);
    for (const { content } of answers) expect(content).toBeUndefined();
  });

  it('tells every problem that a request with a body can run into', () => {
    for (const { requestBody, responses } of operationsOf(served)) {
      const statuses = Object.keys(responses);
      expect(statuses).toEqual(expect.arrayContaining(['401', '503']));
      if (requestBody !== undefined) {
        expect(statuses).toEqual(expect.arrayContaining(['400', '403', '413', '415']));
      }
    }
  });
});
