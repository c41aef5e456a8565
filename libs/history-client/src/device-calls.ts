import {
  type Device,
  type DeviceEvent,
  deviceEventReader,
  deviceReader,
  type DeviceStatus,
  type ListedDevice,
  listedDeviceReader,
  type NotificationVersion,
} from './device';
import type { CallOptions, HistoryConnection } from './history-connection';
import type { DeviceIdentity, Order } from './order';
import { type DeviceOrderFilter, readOrdersPage } from './order-calls';
import {
  type Listing,
  listingOf,
  type ListOptions,
  type Page,
  pageOf,
  type PageOptions,
} from './page';

/** Which devices are wanted: all conditions have to be met. */
export interface DeviceFilter {
  readonly customerId?: string | undefined;
  readonly modelId?: string | undefined;
  readonly serialNumber?: string | undefined;
  readonly status?: DeviceStatus | undefined;
  /** The version of the newest SubscriptionChanged that named a slot. */
  readonly version?: NotificationVersion | undefined;
}

/** The calls about devices. All need either token, and throw `HISTORY_DEVICE_NOT_FOUND` where they are about one. */
export interface DeviceCalls {
  /** All devices that fit, those heard of last first, read page by page. */
  list(filter?: DeviceFilter, options?: ListOptions): Listing<ListedDevice>;
  /** One page of the devices that fit. */
  listPage(filter?: DeviceFilter, options?: PageOptions): Promise<Page<ListedDevice>>;
  /** One device with its slots and its open orders. */
  get(device: DeviceIdentity, options?: CallOptions): Promise<Device>;
  /** What happened to a device in all its lives, in the order of recording, read page by page. */
  events(device: DeviceIdentity, options?: ListOptions): Listing<DeviceEvent>;
  /** One page of what happened to a device. */
  eventsPage(device: DeviceIdentity, options?: PageOptions): Promise<Page<DeviceEvent>>;
  /** All orders of a device that fit, newest first, read page by page. */
  orders(device: DeviceIdentity, filter?: DeviceOrderFilter, options?: ListOptions): Listing<Order>;
  /** One page of a device's orders that fit. */
  ordersPage(
    device: DeviceIdentity,
    filter?: DeviceOrderFilter,
    options?: PageOptions,
  ): Promise<Page<Order>>;
}

const devicesPage = pageOf(listedDeviceReader);
const eventsPageReader = pageOf(deviceEventReader);
const ROUTE = '/v1/devices/{modelId}/{serialNumber}';

/** Makes the calls about devices. */
export function createDeviceCalls(connection: HistoryConnection): DeviceCalls {
  const listPage = (
    filter: DeviceFilter = {},
    { signal, limit, cursor }: PageOptions = {},
  ): Promise<Page<ListedDevice>> =>
    connection.send(
      { method: 'GET', route: '/v1/devices', query: { ...filter, limit, cursor } },
      devicesPage,
      { signal },
    );
  const eventsPage = (
    device: DeviceIdentity,
    { signal, limit, cursor }: PageOptions = {},
  ): Promise<Page<DeviceEvent>> =>
    connection.send(
      {
        method: 'GET',
        route: `${ROUTE}/events`,
        params: idsOf(device),
        query: { limit, cursor },
      },
      eventsPageReader,
      { signal },
    );
  const ordersPage = (
    device: DeviceIdentity,
    filter: DeviceOrderFilter = {},
    options: PageOptions = {},
  ): Promise<Page<Order>> => {
    const at = { route: `${ROUTE}/orders`, params: idsOf(device) };
    return readOrdersPage(connection, at, filter, options);
  };
  return {
    list: (filter, options = {}) => listingOf(options, (page) => listPage(filter, page)),
    listPage,
    get: (device, options) =>
      connection.send(
        { method: 'GET', route: ROUTE, params: idsOf(device) },
        deviceReader,
        options,
      ),
    events: (device, options = {}) => listingOf(options, (page) => eventsPage(device, page)),
    eventsPage,
    orders: (device, filter, options = {}) =>
      listingOf(options, (page) => ordersPage(device, filter, page)),
    ordersPage,
  };
}

function idsOf({ modelId, serialNumber }: DeviceIdentity): Readonly<Record<string, string>> {
  return { modelId, serialNumber };
}
