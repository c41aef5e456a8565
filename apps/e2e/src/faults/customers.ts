import { customerIdOf, CUSTOMERS, CUSTOMERS_WITHOUT_CONTACT } from './load-plan';
import type { ForbiddenText } from './log-secrets';
import type { RefillUnderFaults } from './refill-under-faults';
import type { RunSecrets } from './run-secrets';

const addressOf = (number: number): string => `resident-${number}@customers.example`;
const nameOf = (number: number): string => `Resident Unmistakable ${number}`;

/** Tells the history how to reach the customers, but for those without a contact. */
export async function putContacts(refill: RefillUnderFaults): Promise<void> {
  for (let number = CUSTOMERS_WITHOUT_CONTACT; number < CUSTOMERS; number += 1) {
    const response = await refill.history(`/v1/customers/${customerIdOf(number)}/contact`, {
      method: 'PUT',
      body: JSON.stringify({
        email: addressOf(number),
        name: nameOf(number),
        locale: number % 2 === 0 ? 'en' : 'de',
      }),
    });
    if (!response.ok) throw new Error(`the contact was not taken: ${response.status}`);
    await response.arrayBuffer();
  }
}

/** Personal data and secrets of a run: none of it may be in a log of a service. */
export function forbiddenInLogs(secrets: RunSecrets): readonly ForbiddenText[] {
  return [
    { what: "a customer's address", text: '@customers.example' },
    { what: "a customer's address", text: 'resident-' },
    { what: "a customer's name", text: 'Unmistakable' },
    { what: 'the body of a message', text: 'notificationInfo' },
    { what: 'the body of a message', text: 'productInfo' },
    { what: "a message's signature", text: '"Signature' },
    { what: 'the token of ingestion', text: secrets.ingestionToken },
    { what: 'the read token of the history', text: secrets.readToken },
    { what: 'the write token of the history', text: secrets.writeToken },
    { what: 'the password of the database', text: secrets.databasePassword },
  ];
}
