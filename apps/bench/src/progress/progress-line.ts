import type { RemainingTime } from './remaining-time';

const BAR_LENGTH = 20;

/** One line: a bar, about how long the rest takes, and what is being done. @param text what is being done */
export function progressLine({ share, seconds }: RemainingTime, text: string): string {
  const whole = Math.min(1, Math.max(0, share));
  const filled = Math.round(whole * BAR_LENGTH);
  const bar = `${'█'.repeat(filled)}${'░'.repeat(BAR_LENGTH - filled)}`;
  return `${bar} ${Math.floor(whole * 100)} %  ${leftText(seconds)} left  ${text}`;
}

function leftText(seconds: number): string {
  const minutes = Math.round(seconds / 60);
  if (minutes < 1) return 'less than 1 min';
  if (minutes < 60) return `about ${minutes} min`;
  return `about ${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
