import { emailFacts } from './email-facts';
import { emailItems } from './email-items';
import { layOutEmail } from './lay-out-email';
import type { OrderEmail } from './order-email';
import type { RenderedEmail } from './outgoing-email';
import { wordingFor } from './wording';

/**
 * Puts a mail about an order into words: subject, text and HTML, which say the same.
 * @param locale BCP 47, as the maker stored it; `null` and what is not known become English
 */
export function renderOrderEmail(email: OrderEmail, locale: string | null): RenderedEmail {
  const wording = wordingFor(locale);
  const items = emailItems(email, wording);
  return layOutEmail(
    {
      kind: email.kind,
      ...emailFacts(email, wording),
      sections: [{ title: wording.words.label('items'), form: 'line', items }],
      test: email.test,
      footer: 'footer',
    },
    wording,
  );
}
