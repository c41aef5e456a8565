import { isTerminal } from '@refill/order-lifecycle/order-status';
import type { OrderJson } from '../order-json';
import { attentionWords, pastAttentionWords } from './attention-words';
import { nextWords } from './next-words';
import { Instant } from './page-parts';

/** What an order waits for next, or that it waits no more, and why somebody should look at it. */
export function OrderNow({ order }: { readonly order: OrderJson }) {
  const isOver = isTerminal(order.status);
  return (
    <>
      {order.attention.map((mark) => {
        const past = isOver ? pastAttentionWords(mark) : null;
        return (
          <p class={past === null ? 'alarm' : 'over'}>
            <strong>{mark}:</strong> {past ?? attentionWords(mark)}
          </p>
        );
      })}
      {order.next === null ? null : (
        <p class="next">
          <strong>Next:</strong> {nextWords(order.next.kind)}{' '}
          <Instant at={order.next.at} relative />, unless Amazon tells more before.
        </p>
      )}
      {isOver ? (
        <p class="over">
          <strong>Over:</strong> {endWords(order)}
          <EndTime order={order} /> Nothing comes next.
        </p>
      ) : null}
    </>
  );
}

function EndTime({ order }: { readonly order: OrderJson }) {
  const at = order.status === 'shipped' ? order.shippedAt : order.cancelledAt;
  return at === null ? (
    <>.</>
  ) : (
    <>
      {' '}
      <Instant at={at} relative />.
    </>
  );
}

function endWords({ status, cancellationReason }: OrderJson): string {
  switch (status) {
    case 'shipped':
      return 'all of it was shipped';
    case 'cancelled':
      return cancellationReason === 'customer'
        ? 'the customer cancelled it'
        : 'Amazon could not resolve it and cancelled it';
    case 'expired':
      return 'Refill gave up waiting for a word of Amazon';
    case 'ended':
      return 'an operator ended it by hand';
    case 'requested':
    case 'placed':
    case 'awaiting-shipment':
    case 'partially-shipped':
      return '';
  }
}
