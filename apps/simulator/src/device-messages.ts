import type { PublishedMessage, SlotStatus } from './drs-message';
import { attributesOf, customerOf, deviceOf, infoOf } from './message-parts';
import type { NotificationVersion, ScenarioContext } from './scenario';

/** What a slot of a simulated device is subscribed to. */
export interface SimulatedSlot {
  readonly slotId: string;
  readonly subscribed: boolean;
  /** `null` where nothing was ever chosen, or the choice was cleared. */
  readonly asin: string | null;
}

/**
 * DeviceRegistered: one version; Amazon sends it before any ASIN is chosen.
 * @param sentAt `notificationTime`, ms since the epoch
 */
export function deviceRegistered(context: ScenarioContext, sentAt: number): PublishedMessage {
  return about(context, 'DeviceRegisteredNotification', sentAt, 'DeviceRegistered');
}

/**
 * DeviceDeregistered: one version; Amazon does not say by whom.
 * @param sentAt `notificationTime`, ms since the epoch
 */
export function deviceDeregistered(context: ScenarioContext, sentAt: number): PublishedMessage {
  return about(context, 'DeviceDeregisteredNotification', sentAt, 'DeviceDeregistered');
}

/** SubscriptionChanged in the context's version: the state of every slot, and not what changed. */
export function subscriptionChanged(
  context: ScenarioContext,
  { sentAt, slots }: { readonly sentAt: number; readonly slots: readonly SimulatedSlot[] },
): PublishedMessage {
  const { version } = context;
  return {
    messageId: context.newId(),
    orderId: null,
    body: {
      notificationInfo: infoOf(context, 'SubscriptionChangedNotification', sentAt),
      deviceInfo: deviceOf(context),
      subscriptionInfo: {
        slotsSubscriptionStatus: Object.fromEntries(
          slots.map((slot) => [slot.slotId, slotStatus(slot, version)]),
        ),
      },
      customerInfo: customerOf(context),
    },
    messageAttributes: attributesOf(version),
    says: `SubscriptionChanged ${version}: ${deviceText(context)}, ${slots.map((slot) => slotText(slot, version)).join(', ')}`,
  };
}

function about(
  context: ScenarioContext,
  type: 'DeviceRegisteredNotification' | 'DeviceDeregisteredNotification',
  sentAt: number,
  name: string,
): PublishedMessage {
  return {
    messageId: context.newId(),
    orderId: null,
    body: {
      notificationInfo: infoOf(context, type, sentAt),
      deviceInfo: deviceOf(context),
      customerInfo: customerOf(context),
    },
    messageAttributes: null,
    says: `${name}: ${deviceText(context)}`,
  };
}

function deviceText({ subject }: Pick<ScenarioContext, 'subject'>): string {
  return `${subject.modelId}/${subject.serialNumber}`;
}

/** In 2.0 a slot that is switched off keeps the products that it had. */
function slotStatus({ subscribed, asin }: SimulatedSlot, version: NotificationVersion): SlotStatus {
  if (version === '1.0') return subscribed;
  return {
    subscribed,
    productInfoList: asin === null ? [] : [{ quantity: 1, unit: 'count', asin }],
  };
}

function slotText(
  { slotId, subscribed, asin }: SimulatedSlot,
  version: NotificationVersion,
): string {
  const product = version === '2.0' && asin !== null ? ` (${asin})` : '';
  return `${slotId} ${subscribed ? 'on' : 'off'}${product}`;
}
