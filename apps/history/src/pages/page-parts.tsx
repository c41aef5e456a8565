import type { ComponentChildren } from 'preact';
import type { DeviceStatus } from '@refill/device-lifecycle/device-status';
import type { QuarantineState } from '@refill/order-history/quarantine-states';
import type { OrderAttention, OrderStatus } from '@refill/order-lifecycle/order-status';
import type { PageSession } from './page-session';

/** How urgent or good something is; the word in the pill says the same. */
type Tone = 'good' | 'busy' | 'quiet' | 'warning' | 'bad';

/** A moment, to the minute and in UTC; a dash where there is none. */
export function Instant({
  at,
  relative = false,
}: {
  readonly at: string | null;
  /** Whether scripts add how far away it is. */
  readonly relative?: boolean;
}) {
  if (at === null) return <span>–</span>;
  return (
    <time dateTime={at} title={at} data-relative={relative ? 'yes' : undefined}>
      {`${at.slice(0, 10)} ${at.slice(11, 16)}`}
    </time>
  );
}

/** One line of a list of facts. */
export function Fact({
  name,
  children,
}: {
  readonly name: string;
  readonly children?: ComponentChildren;
}) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** What lets a form through. */
export function CsrfField({ session }: { readonly session: PageSession }) {
  return <input type="hidden" name="csrf" value={session.csrfToken} />;
}

/** A word with the colour of its meaning. */
export function Pill({ tone, word }: { readonly tone: Tone; readonly word: string }) {
  return <span class={`pill ${tone}`}>{word}</span>;
}

const DEVICE_TONES: Readonly<Record<DeviceStatus, Tone>> = {
  registered: 'busy',
  subscribed: 'good',
  deregistered: 'quiet',
};

/** Where a device stands. */
export function DeviceStatusPill({ status }: { readonly status: DeviceStatus }) {
  return <Pill tone={DEVICE_TONES[status]} word={status} />;
}

const QUARANTINE_TONES: Readonly<Record<QuarantineState, Tone>> = {
  open: 'bad',
  replaying: 'busy',
  replayed: 'good',
  dropped: 'quiet',
};

/** What became of a quarantined message. */
export function QuarantineStatePill({ state }: { readonly state: QuarantineState }) {
  return <Pill tone={QUARANTINE_TONES[state]} word={state} />;
}

const ORDER_TONES: Readonly<Record<OrderStatus, Tone>> = {
  requested: 'busy',
  placed: 'busy',
  'awaiting-shipment': 'busy',
  'partially-shipped': 'busy',
  shipped: 'good',
  cancelled: 'quiet',
  expired: 'quiet',
  ended: 'quiet',
};

/** Where an order stands, with the marks that somebody should look at. */
export function OrderStatusPill({
  status,
  attention,
}: {
  readonly status: OrderStatus;
  readonly attention: readonly OrderAttention[];
}) {
  return (
    <span class="pills">
      <Pill tone={ORDER_TONES[status]} word={status} />
      {attention.map((mark) => (
        <Pill tone="warning" word={mark} />
      ))}
    </span>
  );
}
