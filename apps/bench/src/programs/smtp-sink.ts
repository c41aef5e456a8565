import { SMTPServer } from 'smtp-server';

// Takes every mail, throws it away, and tells the parent process for whom it was and when.
const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS'],
  disableReverseLookup: true,
  onData: (stream, session, callback) => {
    stream.resume();
    stream.on('end', () => {
      const [recipient] = session.envelope.rcptTo;
      callback();
      process.send?.({ to: recipient?.address ?? '', at: Date.now() });
    });
  },
});
server.on('error', () => undefined);
server.listen(Number(process.env['SMTP_PORT']), '127.0.0.1', () => process.send?.({ ready: true }));
