import * as net from 'node:net';

/** A mail to send in a test. */
export interface TestMail {
  readonly to: string;
  readonly headers: readonly string[];
  readonly text: string;
  readonly html: string;
}

/** Sends a mail to an SMTP server of 127.0.0.1, word by word as RFC 5321 has it. */
export async function sendMail(port: number, mail: TestMail): Promise<void> {
  const message = [
    'From: Refill <refill@example.com>',
    `To: ${mail.to}`,
    ...mail.headers,
    'MIME-Version: 1.0',
    'Content-Type: multipart/alternative; boundary=part',
    '',
    '--part',
    'Content-Type: text/plain; charset=utf-8',
    '',
    mail.text,
    '--part',
    'Content-Type: text/html; charset=utf-8',
    '',
    mail.html,
    '--part--',
    '.',
  ].join('\r\n');
  const commands = [
    'EHLO test',
    'MAIL FROM:<refill@example.com>',
    `RCPT TO:<${mail.to}>`,
    'DATA',
    message,
    'QUIT',
  ];
  const socket = net.connect(port, '127.0.0.1');
  socket.setEncoding('utf8');
  try {
    for await (const answer of socket) {
      if (!/^[23]/.test(String(answer))) throw new Error(`refused: ${String(answer)}`);
      const command = commands.shift();
      if (command === undefined) return;
      socket.write(`${command}\r\n`);
    }
  } finally {
    socket.destroy();
  }
}
