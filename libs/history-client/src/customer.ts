import { nullable, number, objectOf, oneOf, text } from './answer-reader';
import type { Open } from './open-union';

/** How to reach a customer. */
export interface Contact {
  readonly customerId: string;
  readonly email: string;
  readonly name: string | null;
  /** A BCP 47 tag. */
  readonly locale: string | null;
}

/** A contact in a list, and when it last changed. */
export interface StoredContact extends Contact {
  /** ISO 8601 in UTC. */
  readonly updatedAt: string;
}

/** What is stored of a contact. */
export interface ContactInput {
  /** ASCII; the domain in Punycode if need be. */
  readonly email: string;
  readonly name?: string | null | undefined;
  /** A BCP 47 tag such as `de-AT`; mails come in the nearest language there is. */
  readonly locale?: string | null | undefined;
}

/** The states of an erasure that this version knows. */
export const ERASURE_STATES = ['running', 'finished', 'lifted'] as const;

/** How far an erasure is; `lifted`: finished, but a contact was stored since. */
export type ErasureState = Open<(typeof ERASURE_STATES)[number]>;

/** How many rows an erasure has changed until now. */
export interface ErasureCounts {
  readonly orders: number;
  readonly orderEvents: number;
  readonly devices: number;
  readonly deviceEvents: number;
  readonly quarantined: number;
}

/** How far the erasure of a customer has come. Times are ISO 8601 in UTC. */
export interface Erasure {
  /** What stands in the place of the customer's id in all that is kept. */
  readonly pseudonym: string;
  readonly state: ErasureState;
  readonly requestedAt: string;
  readonly finishedAt: string | null;
  readonly liftedAt: string | null;
  /** Who asked for it, by their own word. */
  readonly actor: string | null;
  readonly counts: ErasureCounts;
}

const contact = { customerId: text, email: text, name: nullable(text), locale: nullable(text) };

/** Reads a contact. */
export const contactReader = objectOf<Contact>(contact);

/** Reads a contact in a list. */
export const storedContactReader = objectOf<StoredContact>({ ...contact, updatedAt: text });

/** Reads an erasure. */
export const erasureReader = objectOf<Erasure>({
  pseudonym: text,
  state: oneOf(ERASURE_STATES),
  requestedAt: text,
  finishedAt: nullable(text),
  liftedAt: nullable(text),
  actor: nullable(text),
  counts: objectOf<ErasureCounts>({
    orders: number,
    orderEvents: number,
    devices: number,
    deviceEvents: number,
    quarantined: number,
  }),
});
