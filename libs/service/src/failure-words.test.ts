import * as net from 'node:net';
import { failureWords } from './failure-words';

function coded(code: unknown, message = 'connect 10.0.0.1:5432 as refill/hunter2'): Error {
  return Object.assign(new Error(message), { code });
}

describe('failureWords', () => {
  it.each([
    [coded('ECONNREFUSED'), 'refuses connections (ECONNREFUSED)'],
    [coded('28P01'), 'refuses the password (28P01)'],
    [coded('57P03'), 'is starting up (57P03)'],
    [coded(4), 'does not answer in time (DEADLINE_EXCEEDED)'],
    [coded(14), 'cannot be reached (UNAVAILABLE)'],
    [new Error('wrapped', { cause: coded('ECONNRESET') }), 'ended the connection (ECONNRESET)'],
    [coded('XX000'), 'failed (XX000)'],
    [coded(99), 'failed (Error)'],
    [new TypeError('no'), 'failed (TypeError)'],
    ['hunter2', 'failed'],
    [undefined, 'failed'],
  ])('says what %p means', (error, words) => {
    expect(failureWords(error)).toBe(words);
  });

  it('takes no text for a code that is none', () => {
    expect(failureWords(coded('password hunter2 at 10.0.0.1'))).toBe('failed (Error)');
  });

  it('ends where causes are a circle', () => {
    const error = new Error('a');
    error.cause = error;
    expect(failureWords(error)).toBe('failed (Error)');
  });

  it('knows the error of a connection that is refused for real', async () => {
    const server = net.createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('not listening on TCP');
    await new Promise((resolve) => server.close(resolve));
    const error = await new Promise<Error>((resolve) => {
      net.connect(address.port, '127.0.0.1').once('error', resolve);
    });
    expect(failureWords(error)).toBe('refuses connections (ECONNREFUSED)');
  });
});
