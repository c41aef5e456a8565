import type { CallOptions, HistoryConnection } from './history-connection';
import {
  type Listing,
  listingOf,
  type ListOptions,
  type Page,
  pageOf,
  type PageOptions,
} from './page';
import {
  type DeviceOn1,
  deviceOn1Reader,
  type Migration,
  migrationReader,
  type Versions,
  versionsReader,
} from './versions';

/** Which devices that still get 1.0 are wanted. */
export interface DeviceOn1Filter {
  readonly modelId?: string | undefined;
}

/** The calls about the versions of Amazon's notifications. All need either token. */
export interface VersionCalls {
  /** Which versions come, by device model. */
  get(options?: CallOptions): Promise<Versions>;
  /** All devices that still get 1.0, by model and serial number, read page by page. */
  devicesOn1(filter?: DeviceOn1Filter, options?: ListOptions): Listing<DeviceOn1>;
  /** One page of the devices that still get 1.0. */
  devicesOn1Page(filter?: DeviceOn1Filter, options?: PageOptions): Promise<Page<DeviceOn1>>;
  /** How far Amazon's procedure to move to 2.0 has come. */
  getMigration(options?: CallOptions): Promise<Migration>;
}

const devicesPage = pageOf(deviceOn1Reader);

/** Makes the calls about versions. */
export function createVersionCalls(connection: HistoryConnection): VersionCalls {
  const devicesOn1Page = (
    { modelId }: DeviceOn1Filter = {},
    { signal, limit, cursor }: PageOptions = {},
  ): Promise<Page<DeviceOn1>> =>
    connection.send(
      { method: 'GET', route: '/v1/versions/devices', query: { modelId, limit, cursor } },
      devicesPage,
      { signal },
    );
  return {
    get: (options) =>
      connection.send({ method: 'GET', route: '/v1/versions' }, versionsReader, options),
    devicesOn1: (filter, options = {}) =>
      listingOf(options, (page) => devicesOn1Page(filter, page)),
    devicesOn1Page,
    getMigration: (options) =>
      connection.send({ method: 'GET', route: '/v1/versions/migration' }, migrationReader, options),
  };
}
