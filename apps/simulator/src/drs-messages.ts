import type { DrsProduct, OrderInfo, PublishedMessage } from './drs-message';
import { attributesOf, customerOf, deviceOf, infoOf } from './message-parts';
import type { NotificationVersion, ScenarioContext } from './scenario';
import { deliveryDate, momentText, notificationTime } from './time-text';

/** A product of a simulated order. */
export interface SimulatedProduct {
  readonly asin: string;
  readonly quantity: number;
  readonly unit: string;
}

/** What every simulated order holds unless its scenario says otherwise. */
export const DEFAULT_PRODUCTS: readonly SimulatedProduct[] = [
  { asin: 'B0SIMFILTR', quantity: 2, unit: 'count' },
];

/** When a notification was sent and what it is about. */
export interface OrderNotice {
  readonly orderId: string;
  /** `notificationTime`: ms since the epoch. */
  readonly sentAt: number;
}

/** What OrderPlaced and ItemShipped tell of the products. */
export interface ProductNotice extends OrderNotice {
  readonly products: readonly SimulatedProduct[];
  /** `estimatedDeliveryDate`: ms since the epoch. */
  readonly delivery: number;
}

/** OrderPlaced in the context's version. */
export function orderPlaced(context: ScenarioContext, notice: ProductNotice): PublishedMessage {
  const orderInfo: OrderInfo =
    context.version === '1.0'
      ? {
          ...orderOf(context, notice),
          // 1.0 names neither ASINs nor a date for each of them.
          productInfo: notice.products.map(({ quantity, unit }) => ({ quantity, unit })),
          estimatedDeliveryDate: deliveryDate(notice.delivery),
        }
      : {
          ...orderOf(context, notice),
          productInfo: notice.products.map(({ quantity, unit, asin }) => ({
            quantity,
            unit,
            asin,
            estimatedDeliveryDate: deliveryDate(notice.delivery),
          })),
        };
  return {
    messageId: context.newId(),
    orderId: notice.orderId,
    body: {
      notificationInfo: infoOf(context, 'OrderPlacedNotification', notice.sentAt),
      deviceInfo: deviceOf(context),
      customerInfo: customerOf(context),
      orderInfo,
    },
    messageAttributes: attributesOf(context.version),
    says: `OrderPlaced ${context.version}: ${productsText(notice.products, context.version)}, placed ${at(notice.sentAt)}, delivery expected ${at(notice.delivery)}`,
  };
}

/** ItemShipped in the context's version; in 2.0 with `orderInfo` nested in `customerInfo`, as Amazon sends it. */
export function itemShipped(context: ScenarioContext, notice: ProductNotice): PublishedMessage {
  const notificationInfo = infoOf(context, 'ItemShippedNotification', notice.sentAt);
  const deviceInfo = deviceOf(context);
  const nestedProducts: readonly DrsProduct[] = notice.products.map(({ unit, asin }) => ({
    unit,
    asin,
    estimatedDeliveryDate: deliveryDate(notice.delivery),
  }));
  return {
    messageId: context.newId(),
    orderId: notice.orderId,
    body:
      context.version === '1.0'
        ? {
            notificationInfo,
            deviceInfo,
            customerInfo: customerOf(context),
            orderInfo: {
              ...orderOf(context, notice),
              productInfo: notice.products.map(({ quantity, unit }) => ({
                quantity,
                unit: `${unit.charAt(0).toUpperCase()}${unit.slice(1)}`,
              })),
              estimatedDeliveryDate: deliveryDate(notice.delivery),
            },
          }
        : {
            notificationInfo,
            deviceInfo,
            customerInfo: {
              ...customerOf(context),
              orderInfo: { ...orderOf(context, notice), productInfo: nestedProducts },
            },
          },
    messageAttributes: attributesOf(context.version),
    says: `ItemShipped ${context.version}: ${shippedText(notice.products, context.version)}, delivery expected ${at(notice.delivery)}`,
  };
}

/** OrderCancelled: one version, without products and without a reason. */
export function orderCancelled(context: ScenarioContext, notice: OrderNotice): PublishedMessage {
  return {
    messageId: context.newId(),
    orderId: notice.orderId,
    body: {
      notificationInfo: infoOf(context, 'OrderCancelledNotification', notice.sentAt),
      deviceInfo: deviceOf(context),
      customerInfo: customerOf(context),
      orderInfo: orderOf(context, notice),
    },
    messageAttributes: null,
    says: 'OrderCancelled (Amazon does not say why)',
  };
}

function orderOf({ subject }: ScenarioContext, notice: OrderNotice) {
  return { instanceId: notice.orderId, slotId: subject.slotId };
}

/** 2.0 leaves out how much was shipped. */
function shippedText(products: readonly SimulatedProduct[], version: NotificationVersion): string {
  return version === '1.0'
    ? productsText(products, version)
    : products.map(({ asin }) => asin).join(', ');
}

function productsText(products: readonly SimulatedProduct[], version: NotificationVersion): string {
  return products
    .map(
      ({ asin, quantity, unit }) =>
        `${String(quantity)} ${unit}${version === '2.0' ? ` of ${asin}` : ''}`,
    )
    .join(', ');
}

function at(ms: number): string {
  return momentText(notificationTime(ms));
}
