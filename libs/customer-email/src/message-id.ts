import { createHash } from 'node:crypto';
import type { EmailKind } from './email-kinds';
import { parseSender } from './sender-identity';

/** 160 bits: enough to be unique, short enough that the header is never folded. */
const HEX_DIGITS = 40;

/**
 * The `Message-ID` of the mail of a kind about an order, with its angle brackets.
 *
 * The same mail always gets the same one, so that a mail sent twice after a crash can be told by mail clients.
 * @param orderId Amazon's `instanceId`
 * @param from `EMAIL_FROM`: gives the domain
 * @throws EmailFromError
 */
export function emailMessageId(orderId: string, kind: EmailKind, from: string): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([orderId, kind]))
    .digest('hex');
  return `<${digest.slice(0, HEX_DIGITS)}@${parseSender(from).domain}>`;
}
