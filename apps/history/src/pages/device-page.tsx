import type { z } from 'zod';
import type { RecordedDeviceEvent } from '@refill/order-history/device-event-schema';
import type { deviceSchema } from '../device-json';
import { CAUSE_WORDS, deviceEventWords, productWords } from './device-event-words';
import { customerUrl, deviceUrl, orderUrl } from './page-urls';
import { DeviceStatusPill, Fact, Instant, OrderStatusPill } from './page-parts';

type Device = z.output<typeof deviceSchema>;

/** One device: how it stands, its slots, its open orders and what happened to it. */
export function DevicePage({
  device,
  events,
  nextEvents,
  isWriter,
}: {
  readonly device: Device;
  readonly events: readonly RecordedDeviceEvent[];
  /** The cursor of the events that follow; `null` when these are the last. */
  readonly nextEvents: string | null;
  /** Whether the session may see what belongs to the customer. */
  readonly isWriter: boolean;
}) {
  const { modelId, serialNumber } = device.device;
  return (
    <>
      <p class="trail">
        <a href="/devices">Devices</a>
      </p>
      <h1>
        {modelId} <span class="id">{serialNumber}</span>
      </h1>
      <p>
        <DeviceStatusPill status={device.status} />
      </p>
      <dl class="facts">
        <Fact name="Customer">
          {isWriter ? (
            <a class="id" href={customerUrl(device.customerId)}>
              {device.customerId}
            </a>
          ) : (
            <span class="id">{device.customerId}</span>
          )}
        </Fact>
        <Fact name="Registered">
          <Instant at={device.registeredAt} />
        </Fact>
        {device.deregisteredAt === null ? null : (
          <Fact name="Deregistered">
            <Instant at={device.deregisteredAt} />
          </Fact>
        )}
        <Fact name="Subscription changed">
          <Instant at={device.subscriptionChangedAt} />
        </Fact>
        <Fact name="Notifications">{device.subscriptionVersion ?? 'not known'}</Fact>
        <Fact name="Last word">
          <Instant at={device.lastNotificationAt} />
        </Fact>
        <Fact name="Workflow">
          {device.workflow.url === null ? (
            <span class="id">{device.workflow.workflowId}</span>
          ) : (
            <a href={device.workflow.url} rel="noreferrer">
              in the Temporal UI
            </a>
          )}
        </Fact>
      </dl>
      <SlotsSection device={device} />
      <OpenOrdersSection device={device} />
      <TimelineSection device={device} events={events} next={nextEvents} />
    </>
  );
}

function SlotsSection({ device }: { readonly device: Device }) {
  return (
    <section aria-labelledby="slots">
      <h2 id="slots">Slots</h2>
      {device.slots.length === 0 ? (
        <p class="empty">No notification has named a slot.</p>
      ) : (
        <table class="cards">
          <thead>
            <tr>
              <th scope="col">Slot</th>
              <th scope="col">Reorders</th>
              <th scope="col">Products</th>
              <th scope="col">Last change</th>
            </tr>
          </thead>
          <tbody>
            {device.slots.map((slot) => (
              <tr>
                <th scope="row" data-label="Slot">
                  {slot.slotId}
                </th>
                <td data-label="Reorders">
                  {slot.subscribed === null ? 'not known' : slot.subscribed ? 'yes' : 'no'}
                </td>
                <td data-label="Products">{productWords(slot.products)}</td>
                <td data-label="Last change">
                  {slot.cause === null ? 'none' : `${CAUSE_WORDS[slot.cause]}, `}
                  {slot.lastChangedAt === null ? null : <Instant at={slot.lastChangedAt} />}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function OpenOrdersSection({ device }: { readonly device: Device }) {
  const { modelId, serialNumber } = device.device;
  const all = `/orders?${new URLSearchParams({ modelId, serialNumber }).toString()}`;
  return (
    <section aria-labelledby="open-orders">
      <h2 id="open-orders">Open orders</h2>
      {device.openOrders.length === 0 ? (
        <p class="empty">None.</p>
      ) : (
        <table class="cards">
          <thead>
            <tr>
              <th scope="col">Order</th>
              <th scope="col">Status</th>
              <th scope="col">Slot</th>
              <th scope="col">Placed</th>
              <th scope="col">Expected</th>
            </tr>
          </thead>
          <tbody>
            {device.openOrders.map((order) => (
              <tr>
                <th scope="row" data-label="Order">
                  <a class="id" href={orderUrl(order.orderId)}>
                    {order.orderId}
                  </a>
                </th>
                <td data-label="Status">
                  <OrderStatusPill status={order.status} attention={order.attention} />
                </td>
                <td data-label="Slot">{order.slotId}</td>
                <td data-label="Placed">
                  <Instant at={order.placedAt} />
                </td>
                <td data-label="Expected">
                  <Instant at={order.estimatedDelivery} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <p>
        <a href={all}>All orders of this device</a>
      </p>
    </section>
  );
}

function TimelineSection({
  device,
  events,
  next,
}: {
  readonly device: Device;
  readonly events: readonly RecordedDeviceEvent[];
  readonly next: string | null;
}) {
  return (
    <section aria-labelledby="timeline">
      <h2 id="timeline">What happened</h2>
      <ol class="timeline">
        {events.map((event) => {
          const { headline, details } = deviceEventWords(event);
          return (
            <li class={event.type}>
              <Instant at={event.occurredAt} />
              <div>
                <strong>{headline}</strong>
                {details.map((detail) => (
                  <p>{detail}</p>
                ))}
              </div>
            </li>
          );
        })}
      </ol>
      {next === null ? null : (
        <p>
          <a href={`${deviceUrl(device.device)}?cursor=${encodeURIComponent(next)}`}>
            What happened next
          </a>
        </p>
      )}
    </section>
  );
}
