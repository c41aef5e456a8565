import { createHash } from 'node:crypto';
import type { DeviceEmail } from '@refill/device-lifecycle/device-email';
import type { OrderEmailKind } from '@refill/order-lifecycle/order-event';
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
export function emailMessageId(orderId: string, kind: OrderEmailKind, from: string): string {
  return messageIdOf([orderId, kind], from);
}

/**
 * The `Message-ID` of a mail about a device, with its angle brackets: as {@link emailMessageId}.
 *
 * A kind may go again in another life of the device; its key may not.
 * @param from `EMAIL_FROM`: gives the domain
 * @throws EmailFromError
 */
export function deviceEmailMessageId(
  { device, key }: Pick<DeviceEmail, 'device' | 'key'>,
  from: string,
): string {
  return messageIdOf([device.modelId, device.serialNumber, key], from);
}

/**
 * The `Message-ID` of a mail that an operator had sent once more, with its angle brackets: another than the first
 * one's, or mail clients would show the two as one; the same however often it is tried.
 * @param actionId the operator's action
 * @param from `EMAIL_FROM`: gives the domain
 * @throws EmailFromError
 */
export function resentEmailMessageId(actionId: string, from: string): string {
  return messageIdOf([actionId], from);
}

/** Two parts for an order, three for a device, one for a mail sent again: none can be taken for another. */
function messageIdOf(parts: readonly string[], from: string): string {
  const digest = createHash('sha256').update(JSON.stringify(parts)).digest('hex');
  return `<${digest.slice(0, HEX_DIGITS)}@${parseSender(from).domain}>`;
}
