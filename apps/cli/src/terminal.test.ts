import { testScreen } from './test-support/screen';

describe('what people see', () => {
  it('cannot steer their terminal', async () => {
    const { terminal, out, said } = testScreen();
    await terminal.show(
      'a\u001b]0;title\u0007b\u001b[2Jc\rd\u009be\u202ef\n\u001b[31mred\u001b[39m\n',
    );
    expect(out()).toBe('a ]0;title b [2Jc d e f\n\u001b[31mred\u001b[39m\n');
    terminal.say('x\u001b[1A');
    expect(said()).toBe('x [1A\n');
  });

  it.each([
    [{ isTTY: true, env: {} }, true],
    [{ isTTY: true, env: { NO_COLOR: '1' } }, false],
    [{ isTTY: false, env: {} }, false],
    [{ isTTY: false, env: { FORCE_COLOR: '1' } }, true],
    [{ isTTY: false, env: { FORCE_COLOR: '1', NO_COLOR: '1' } }, false],
  ])('has colours where they are wanted: %j', (screen, coloured) => {
    expect(testScreen(screen).terminal.colours.isColorSupported).toBe(coloured);
  });

  it('is for programs as it is', async () => {
    const { terminal, out } = testScreen({ isTTY: false });
    await terminal.write('{"text":"\u001b[2J"}');
    expect(out()).toBe('{"text":"\u001b[2J"}');
  });
});
