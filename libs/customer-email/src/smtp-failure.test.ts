import { EmailRefusedError } from './email-errors';
import { smtpFailure } from './smtp-failure';

/** An error as nodemailer throws it. */
const thrown = (fields: object): Error => Object.assign(new Error('to a@example.com'), fields);

describe('smtpFailure', () => {
  it.each([
    ['RCPT TO', 550],
    ['RCPT TO', 556],
    ['DATA', 552],
    ['DATA', 554],
  ])('takes 5xx at %s for the last word (%d)', (command, responseCode) => {
    const failure = smtpFailure(thrown({ code: 'EENVELOPE', command, responseCode }));
    expect(failure).toBeInstanceOf(EmailRefusedError);
    expect(failure.smtpCode).toBe(responseCode);
  });

  it.each([
    ['greylisting', { code: 'EENVELOPE', command: 'RCPT TO', responseCode: 450 }, 'server'],
    ['a full disk', { code: 'EMESSAGE', command: 'DATA', responseCode: 452 }, 'server'],
    ['a lost session', { code: 'EMESSAGE', command: 'DATA', responseCode: 503 }, 'server'],
    ['a closing server', { code: 'ECONNECTION', command: 'CONN', responseCode: 421 }, 'connection'],
    ['a greeting of 554', { code: 'EPROTOCOL', command: 'CONN', responseCode: 554 }, 'server'],
    [
      'a wrong login',
      { code: 'EAUTH', command: 'AUTH PLAIN', responseCode: 535 },
      'authentication',
    ],
    ['a login asked for', { command: 'MAIL FROM', responseCode: 530 }, 'authentication'],
    ['a refused sender', { command: 'MAIL FROM', responseCode: 553 }, 'sender'],
    ['an unknown host', { code: 'EDNS' }, 'connection'],
    ['a certificate', { code: 'ETLS' }, 'connection'],
    ['a slow server', { code: 'ETIMEDOUT' }, 'timeout'],
    ['anything else', {}, 'server'],
  ])('tries again after %s', (_what, fields, reason) => {
    expect(smtpFailure(thrown(fields))).toMatchObject({ code: 'EMAIL_UNAVAILABLE', reason });
  });

  it('copes with what is no error', () => {
    expect(smtpFailure('a@example.com')).toMatchObject({ reason: 'server', smtpCode: null });
  });
});
