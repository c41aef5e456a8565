import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createCertificateStore } from '@refill/sns/certificate-store';
import { createMessageVerifier } from '@refill/sns/message-verifier';
import { parseEnvelope } from '@refill/sns/sns-envelope';
import { createCommandLine } from './command-line';
import { type LoadOptions, simulateLoad } from './load-command';
import { simulate, type SimulateOptions } from './simulate-command';
import type { Scenario } from './scenario';
import { certificateFolderOf } from './signing-identity';
import { LOCAL_TOPIC_ARN, readSimulatorSettings } from './simulator-settings';
import { createFakeClock } from './test-support/fake-clock';
import { startFakeStack, type FakeStack } from './test-support/fake-stack';
import { createRecordedTerminal } from './test-support/recorded-terminal';
import { NOW } from './test-support/requests';

let home: string;
let stack: FakeStack;

beforeEach(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'simulator-'));
  stack = await startFakeStack(() => ({ status: 200, json: {} }));
});

afterEach(async () => {
  await stack.stop();
  await rm(home, { recursive: true });
});

/** Runs a command line as `main` does. */
async function run(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const terminal = createRecordedTerminal();
  const clock = createFakeClock(NOW);
  let result: boolean | undefined;
  const tools = () => ({
    settings: readSimulatorSettings({ REFILL_HOME: home, ...env }, '/'),
    clock,
    terminal,
    signal: new AbortController().signal,
  });
  const program = createCommandLine({
    terminal,
    play: async (scenario: Scenario, options: SimulateOptions) => {
      result = await simulate(scenario, options, tools());
    },
    load: async (options: LoadOptions) => {
      result = await simulateLoad(options, tools());
    },
  });
  for (const command of [program, ...program.commands]) {
    command.exitOverride().configureOutput({ writeOut: terminal.line, writeErr: terminal.line });
  }
  await program.parseAsync(args, { from: 'user' });
  return { text: terminal.text(), result };
}

const local = () => ['--target', stack.url, '--no-history'];

it("sends what a verifier with the simulator's certificate accepts", async () => {
  const { result, text } = await run(['out-of-order', ...local()]);
  expect(result).toBe(true);
  const verifier = createMessageVerifier({
    topicArns: [LOCAL_TOPIC_ARN],
    certificates: createCertificateStore({
      pinnedDirectory: certificateFolderOf(home),
      allowSimulatorCertificate: true,
      now: () => NOW,
    }),
    maxAgeMs: 60_000,
    now: () => NOW + 10_000,
  });
  const sent = stack.requests.filter(({ url }) => url === '/sns');
  expect(sent).toHaveLength(4);
  for (const { body } of sent) {
    const envelope = parseEnvelope(body);
    expect(envelope.ok && (await verifier.verify(envelope.envelope))).toEqual({ ok: true });
  }
  expect(text).toContain(LOCAL_TOPIC_ARN);
});

it('stores a contact with the write token before it sends anything', async () => {
  await writeFile(
    path.join(home, 'tokens.json'),
    JSON.stringify({ INGESTION_TOKEN: 'i', HISTORY_READ_TOKEN: 'r', HISTORY_WRITE_TOKEN: 'w' }),
  );
  // The fake history's orders can't be read: that ends the run, after the contact.
  await expect(
    run([
      ...['happy', '--pace', 'instant', '--target', stack.url, '--history', stack.url],
      ...['--customer', 'customer/1', '--email', 'someone@example.com', '--locale', 'de'],
    ]),
  ).rejects.toThrow('SIMULATOR_HISTORY_FAILED: the order is not as');
  const contact = stack.requests.find(({ method }) => method === 'PUT');
  expect(contact?.url).toBe('/v1/customers/customer%2F1/contact');
  expect(contact?.headers.authorization).toBe('Bearer w');
  expect(JSON.parse(contact?.body ?? '')).toEqual({
    email: 'someone@example.com',
    name: 'Simulated Customer',
    locale: 'de',
  });
  const urls = stack.requests.map(({ url }) => url);
  expect(urls.indexOf('/sns')).toBeGreaterThan(urls.indexOf(contact?.url ?? ''));
});

it('says that the stack is not running', async () => {
  await stack.stop();
  await expect(run(['happy', ...local()])).rejects.toThrow(
    /SIMULATOR_STACK_DOWN: ingestion does not answer .*ECONNREFUSED.*npm start/,
  );
});

it('says which token is missing and where it looked', async () => {
  await expect(run(['unresolved', ...local()])).rejects.toThrow(
    new RegExp(`SIMULATOR_TOKEN_MISSING: .*INGESTION_TOKEN.*${home}/tokens.json`),
  );
  await expect(run(['happy', '--target', stack.url, '--history', stack.url])).rejects.toThrow(
    /SIMULATOR_TOKEN_MISSING: .*HISTORY_READ_TOKEN.*--no-history/,
  );
  expect(stack.requests.filter(({ url }) => url === '/sns')).toEqual([]);
});

it('prefers the tokens of the environment', async () => {
  await writeFile(path.join(home, 'tokens.json'), JSON.stringify({ INGESTION_TOKEN: 'file' }));
  await run(['unresolved', '--pace', 'instant', ...local()], { INGESTION_TOKEN: 'environment' });
  const replenishment = stack.requests.find(({ url }) => url === '/v1/replenishments');
  expect(replenishment?.headers.authorization).toBe('Bearer environment');
});

it('refuses a tokens.json that is not one', async () => {
  await writeFile(path.join(home, 'tokens.json'), '{');
  await expect(run(['happy', ...local()])).rejects.toThrow('SIMULATOR_TOKENS_INVALID');
});

it('refuses another machine and says what would happen there', async () => {
  await expect(run(['happy', '--target', 'https://refill.example.com'])).rejects.toThrow(
    /SIMULATOR_TARGET_NOT_LOCAL: --target .*403.*--force/,
  );
  await expect(
    run(['happy', '--target', stack.url, '--history', 'http://127.0.0.1.example.com']),
  ).rejects.toThrow(/SIMULATOR_TARGET_NOT_LOCAL: --history/);
  expect(stack.requests).toEqual([]);
});

it('asks for a version that the scenario has before it asks the stack', async () => {
  await expect(run(['partial', '--notifications', '1.0', ...local()])).rejects.toThrow(
    'SIMULATOR_VERSION_UNSUPPORTED',
  );
  expect(stack.requests).toEqual([]);
});

it('plays two cancelled orders in a row', async () => {
  await run(['cancelled', '--times', '2', '--order-id', 'order-1', ...local()]);
  const ids = stack.requests
    .filter(({ url }) => url === '/sns')
    .map(({ body }) => /instanceId\\":\\"([^\\]+)/.exec(body)?.[1]);
  expect(ids).toEqual(['order-1', 'order-1', 'order-1-2', 'order-1-2']);
});

it('lists every scenario with its versions', async () => {
  const { text } = await run(['list']);
  expect(text.split('\n')).toHaveLength(15);
  expect(text).toMatch(/^replace +2\.0 {2}/m);
  expect(text).toMatch(/^partial +2\.0 {2}/m);
  expect(text).toMatch(/^happy +1\.0, 2\.0 {2}/m);
});

it.each([
  [['sideways'], "unknown command 'sideways'"],
  [['happy', '--notifications', '3.0'], 'Allowed choices are 1.0, 2.0, both'],
  [['cancelled', '--times', '0'], 'Expected a number from 1 to 9'],
  [['happy', '--times', '2'], "unknown option '--times'"],
])('refuses %j', async (args, message) => {
  await expect(run(args)).rejects.toThrow(message);
});

it('gives remove-maker a customer of its own, with a contact, at every run', async () => {
  await writeFile(
    path.join(home, 'tokens.json'),
    JSON.stringify({ HISTORY_READ_TOKEN: 'r', HISTORY_WRITE_TOKEN: 'w' }),
  );
  const args = ['--pace', 'instant', '--customer', 'customer-1', '--target', stack.url];
  // The fake history's orders can't be read: that ends the run, after the first notifications.
  for (const scenario of ['remove-maker', 'remove-maker', 'deregister']) {
    await expect(run([scenario, ...args, '--history', stack.url])).rejects.toThrow(
      'SIMULATOR_HISTORY_FAILED',
    );
  }
  const contacts = stack.requests.flatMap(({ method, url }) => (method === 'PUT' ? [url] : []));
  expect(contacts).toEqual([
    expect.stringMatching(/^\/v1\/customers\/customer-1\.[0-9a-f]{16}\/contact$/),
    expect.stringMatching(/^\/v1\/customers\/customer-1\.[0-9a-f]{16}\/contact$/),
    '/v1/customers/customer-1/contact',
  ]);
  expect(new Set(contacts).size).toBe(3);
  const customers = stack.requests.flatMap(({ url, body }) =>
    url === '/sns' ? [/directedCustomerId\\":\\"([^\\]+)/.exec(body)?.[1]] : [],
  );
  // Nothing is told of any customer but those whose contacts were stored.
  expect([...new Set(customers)].map((id) => `/v1/customers/${id ?? ''}/contact`)).toEqual(
    contacts,
  );
});
