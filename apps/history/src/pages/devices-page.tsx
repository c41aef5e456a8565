import type { z } from 'zod';
import { DEVICE_STATUSES } from '@refill/device-lifecycle/device-status';
import type { listedDeviceSchema } from '../device-json';
import type { devicesPageSchema, devicesQuery } from '../devices-query';
import { deviceUrl } from './page-urls';
import { FilterButtons, Pager, SelectField, TextField } from './list-controls';
import { DeviceStatusPill, Instant } from './page-parts';

/** The list of devices with its filters. */
export function DevicesPage({
  query,
  page,
}: {
  readonly query: z.output<typeof devicesQuery>;
  readonly page: z.output<typeof devicesPageSchema>;
}) {
  return (
    <>
      <h1>Devices</h1>
      <form method="get" action="/devices" class="filters" aria-label="Filter">
        <SelectField
          label="Status"
          name="status"
          options={DEVICE_STATUSES}
          selected={query.status}
        />
        <SelectField
          label="Notifications"
          name="version"
          options={['1.0', '2.0']}
          selected={query.version}
        />
        <TextField label="Model" name="modelId" value={query.modelId} />
        <TextField label="Serial number" name="serialNumber" value={query.serialNumber} />
        <TextField label="Customer" name="customerId" value={query.customerId} />
        <FilterButtons path="/devices" />
      </form>
      {page.items.length === 0 ? (
        <p class="empty">No device fits.</p>
      ) : (
        <table class="cards">
          <caption class="visually-hidden">Devices, those heard of last first</caption>
          <thead>
            <tr>
              <th scope="col">Device</th>
              <th scope="col">Status</th>
              <th scope="col">Slots</th>
              <th scope="col">Customer</th>
              <th scope="col">Notifications</th>
              <th scope="col">Last word</th>
            </tr>
          </thead>
          <tbody>
            {page.items.map((item) => (
              <DeviceRow item={item} />
            ))}
          </tbody>
        </table>
      )}
      <Pager path="/devices" query={query} nextCursor={page.nextCursor} />
    </>
  );
}

function DeviceRow({ item }: { readonly item: z.output<typeof listedDeviceSchema> }) {
  return (
    <tr>
      <th scope="row" data-label="Device">
        <a href={deviceUrl(item.device)}>
          {item.device.modelId} <span class="id">{item.device.serialNumber}</span>
        </a>
      </th>
      <td data-label="Status">
        <DeviceStatusPill status={item.status} />
      </td>
      <td data-label="Slots">
        {item.slots.length === 0
          ? '–'
          : item.slots.map(({ slotId, subscribed }) => (
              <span class="slot">{`${slotId} ${subscribed === null ? '?' : subscribed ? 'on' : 'off'}`}</span>
            ))}
      </td>
      <td data-label="Customer" class="id">
        {item.customerId}
      </td>
      <td data-label="Notifications">{item.subscriptionVersion ?? '–'}</td>
      <td data-label="Last word">
        <Instant at={item.lastNotificationAt} />
      </td>
    </tr>
  );
}
