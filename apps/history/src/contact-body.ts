import { z } from 'zod';
import type { Contact } from '@refill/order-history/contacts';
import { emailAddress, personText } from './request-text';

/** A line break in a name would start a new header in a mail. */
const personName = personText(200);

const locale = z
  .string()
  .max(85)
  .refine((tag) => canonicalLocale(tag) !== null, 'a BCP 47 tag such as en or de-AT');

/** How to reach a customer, in a request. */
export const contactBody = z.strictObject({
  email: emailAddress,
  name: personName.nullish(),
  locale: locale.nullish().describe('A BCP 47 tag; mails come in the nearest language there is'),
});

/** The contact that a request describes, as it is stored. */
export function contactOf(customerId: string, body: z.output<typeof contactBody>): Contact {
  const { email, name, locale: tag } = body;
  return {
    customerId,
    email,
    name: name ?? null,
    locale: typeof tag === 'string' ? canonicalLocale(tag) : null,
  };
}

/** The tag in its usual writing (`de-at` → `de-AT`); `null` when it is none. */
function canonicalLocale(tag: string): string | null {
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? null;
  } catch {
    return null;
  }
}
