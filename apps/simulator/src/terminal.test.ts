import { createTerminal } from './terminal';

function written(isTTY: boolean, columns = 40) {
  const chunks: string[] = [];
  const terminal = createTerminal({ write: (text: string) => chunks.push(text), isTTY, columns });
  return { terminal, text: () => chunks.join('') };
}

it('writes a wait once where there is no screen', () => {
  const { terminal, text } = written(false);
  terminal.progress('waiting', '2 s');
  terminal.progress('waiting', '1 s');
  terminal.done();
  terminal.line('sent');
  expect(text()).toBe('waiting\nsent\n');
});

it('counts down on one line of a screen and leaves what it was for', () => {
  const { terminal, text } = written(true);
  terminal.progress('waiting', '2 s');
  terminal.progress('waiting', '1 s');
  terminal.line('sent');
  expect(text()).toBe('\r\x1b[Kwaiting 2 s\r\x1b[Kwaiting 1 s\r\x1b[Kwaiting\nsent\n');
});

it('never lets the live line wrap', () => {
  const { terminal, text } = written(true, 30);
  terminal.progress('x'.repeat(100), '');
  expect(text()).toBe(`\r\x1b[K${'x'.repeat(29)}`);
});
