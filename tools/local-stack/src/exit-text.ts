import { constants } from 'node:os';

/**
 * How a program ended, in words: `ended with code 3`, `was ended by SIGSEGV`.
 * @param code as a shell tells it: above 128 for the signal that ended it
 */
export function exitText(code: number): string {
  const signal = Object.entries(constants.signals).find(([, number]) => number === code - 128);
  return signal === undefined ? `ended with code ${String(code)}` : `was ended by ${signal[0]}`;
}
