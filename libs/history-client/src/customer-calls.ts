import { readCount } from './count';
import {
  type Contact,
  type ContactInput,
  contactReader,
  type Erasure,
  erasureReader,
  type StoredContact,
  storedContactReader,
} from './customer';
import type { CallOptions, HistoryConnection } from './history-connection';
import {
  type Listing,
  listingOf,
  type ListOptions,
  type Page,
  pageOf,
  type PageOptions,
} from './page';

/** Who does something, for the record. */
export interface ActorOptions extends CallOptions {
  /** Their name by their own word, up to 100 characters. */
  readonly actor?: string | undefined;
}

/** The calls about contacts. All need the write token. */
export interface ContactCalls {
  /** All contacts in the order of their customers' ids, read page by page. */
  list(options?: ListOptions): Listing<StoredContact>;
  /** One page of the contacts. */
  listPage(options?: PageOptions): Promise<Page<StoredContact>>;
  /** How many contacts there are. The server reads them all: for the progress of an export, not for each page. */
  count(options?: CallOptions): Promise<number>;
  /**
   * How to reach a customer.
   * @throws HistoryApiError 404 `HISTORY_CONTACT_NOT_FOUND`
   */
  get(customerId: string, options?: CallOptions): Promise<Contact>;
  /** Stores how to reach a customer, in place of what was stored before; gives what is stored now. */
  put(customerId: string, contact: ContactInput, options?: CallOptions): Promise<Contact>;
  /** Forgets how to reach a customer; does nothing if nothing was stored. */
  delete(customerId: string, options?: CallOptions): Promise<void>;
}

/** The calls about customers. All need the write token. */
export interface CustomerCalls {
  /**
   * Erases a customer: forgets the contact, and puts a pseudonym in place of the id. The server waits up to 10 s for
   * it; afterwards it goes on by itself (`state` is `running`). Asking again does no harm.
   */
  erase(customerId: string, options?: ActorOptions): Promise<Erasure>;
  /**
   * How far the erasure of a customer has come.
   * @throws HistoryApiError 404 `HISTORY_ERASURE_NOT_FOUND`
   */
  getErasure(customerId: string, options?: CallOptions): Promise<Erasure>;
}

const contactsPage = pageOf(storedContactReader);
const CUSTOMER = '/v1/customers/{customerId}';

/** Makes the calls about contacts. */
export function createContactCalls(connection: HistoryConnection): ContactCalls {
  const route = `${CUSTOMER}/contact`;
  const listPage = ({ signal, limit, cursor }: PageOptions = {}) =>
    connection.send(
      { method: 'GET', route: '/v1/contacts', query: { limit, cursor } },
      contactsPage,
      { signal },
    );
  return {
    list: (options = {}) => listingOf(options, listPage),
    listPage,
    count: async (options) => await readCount(connection, { route: '/v1/contact-count' }, options),
    get: (customerId, options) =>
      connection.send({ method: 'GET', route, params: { customerId } }, contactReader, options),
    put: (customerId, { email, name, locale }, options) =>
      connection.send(
        { method: 'PUT', route, params: { customerId }, body: { email, name, locale } },
        contactReader,
        options,
      ),
    delete: (customerId, options) =>
      connection.sendOnly({ method: 'DELETE', route, params: { customerId } }, options),
  };
}

/** Makes the calls about customers. */
export function createCustomerCalls(connection: HistoryConnection): CustomerCalls {
  return {
    erase: (customerId, { signal, actor } = {}) =>
      connection.send(
        { method: 'DELETE', route: CUSTOMER, params: { customerId }, query: { actor } },
        erasureReader,
        { signal },
      ),
    getErasure: (customerId, options) =>
      connection.send(
        { method: 'GET', route: `${CUSTOMER}/erasure`, params: { customerId } },
        erasureReader,
        options,
      ),
  };
}
