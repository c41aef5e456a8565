import { domainToASCII } from 'node:url';

/** A part before and a part after the one `@`, without blanks, brackets, quotes or controls. */
const ADDRESS = /^([^\s\p{Cc}@<>()[\]\\,;:"]+)@([^\s\p{Cc}@<>()[\]\\,;:"]+)$/u;

/** The longest address that SMTP can carry. Source: RFC 5321, 4.5.3.1.3 with erratum 1690. */
const LONGEST_ADDRESS = 254;

/**
 * The domain of a mail address, in ASCII.
 *
 * Quoted local parts and address literals are not accepted: no shop lets a customer have one.
 * @returns `null` when the value is not one plain mail address
 */
export function domainOfAddress(address: string): string | null {
  if (address.length > LONGEST_ADDRESS) return null;
  const domain = ADDRESS.exec(address)?.[2];
  return domain === undefined ? null : domainToASCII(domain) || null;
}
