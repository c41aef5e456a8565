import { readSimulatorSettings } from './simulator-settings';

it('takes the first of several tokens, while they are rotated', () => {
  const settings = readSimulatorSettings(
    { HISTORY_READ_TOKEN: 'new-token-1,old-token-1', INGESTION_TOKEN: 'only-token' },
    '/stack',
  );
  expect(settings.tokens).toEqual({
    ingestion: 'only-token',
    historyRead: 'new-token-1',
    historyWrite: null,
  });
});

it('aims at the windows of the stack', () => {
  expect(readSimulatorSettings({ DEVICE_NUDGE_AFTER: '3s' }, '/stack').deviceWindows).toEqual({
    nudgeAfterMs: 3_000,
  });
});
