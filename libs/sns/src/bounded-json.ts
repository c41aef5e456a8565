/** What `readBoundedJson` makes of a text. */
export type BoundedJson =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly reason: 'not-json' | 'too-many-values' };

/**
 * How many values one envelope may hold, on all levels: a genuine one has about fifteen.
 *
 * 2 MiB have room for a million of them, which takes JSON.parse more than 100 ms. Message attributes, of
 * which SNS limits the bytes only (256 KiB), would have to be thousands to come near.
 */
export const maxValues = 20_000;

/**
 * Parses JSON text, but nothing that would block the process for long: at most `maxValues` values, so that
 * neither their number nor their depth does harm. Length alone is cheap. Never throws.
 */
export function readBoundedJson(text: string): BoundedJson {
  if (hasTooManyValues(text)) return { ok: false, reason: 'too-many-values' };
  try {
    const value: unknown = JSON.parse(text);
    return { ok: true, value };
  } catch {
    return { ok: false, reason: 'not-json' };
  }
}

const quote = 0x22;
const backslash = 0x5c;

/** Each value but the first of its container follows a comma, the first one the bracket. */
function hasTooManyValues(text: string): boolean {
  let values = 0;
  for (let at = 0; at < text.length; at += 1) {
    switch (text.charCodeAt(at)) {
      case quote:
        at = endOfString(text, at);
        break;
      case 0x2c: // ,
      case 0x5b: // [
      case 0x7b: // {
        values += 1;
        if (values > maxValues) return true;
        break;
      default:
    }
  }
  return false;
}

function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === quote) return at;
    if (code === backslash) at += 1;
  }
  return text.length;
}
