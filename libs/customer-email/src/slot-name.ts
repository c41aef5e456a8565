import { plainLine } from './plain-line';

/**
 * What a slot is called in a mail: its id, for nothing else is known of it.
 * @param maxLength characters kept; an ellipsis takes the place of the rest
 */
export function slotName(slotId: string, maxLength?: number): string {
  return plainLine(slotId, maxLength) || '–';
}
