import type { z } from 'zod';
import type { DeviceOn1, ModelVersions } from '@refill/order-history/notification-versions';
import type { VersionedType } from '@refill/order-history/versioned-type';
import type { migrationSchema } from '../read-migration';
import { deviceUrl } from './page-urls';
import { Instant } from './page-parts';
import { Pager } from './list-controls';

type Migration = z.output<typeof migrationSchema>;

/** Which versions of its notifications Amazon sends, which devices still get 1.0, and how to move to 2.0. */
export function VersionsPage({
  query,
  models,
  devicesOn1,
  nextCursor,
  migration,
}: {
  readonly query: { readonly modelId?: string | undefined; readonly cursor?: string | undefined };
  readonly models: readonly ModelVersions[];
  readonly devicesOn1: readonly DeviceOn1[];
  /** The cursor of the devices that follow; `null` when these are the last. */
  readonly nextCursor: string | null;
  readonly migration: Migration;
}) {
  return (
    <>
      <h1>Notification versions</h1>
      <ModelsSection models={models} />
      <DevicesSection query={query} devices={devicesOn1} nextCursor={nextCursor} />
      <MigrationSection migration={migration} />
    </>
  );
}

/** A type without the word that all of them end with. */
function shortOf(type: VersionedType): string {
  return type.replace(/Notification$/, '');
}

function ModelsSection({ models }: { readonly models: readonly ModelVersions[] }) {
  return (
    <section aria-labelledby="models">
      <h2 id="models">Models</h2>
      {models.length === 0 ? (
        <p class="empty">No notification that exists in two versions has come.</p>
      ) : (
        <table class="cards">
          <thead>
            <tr>
              <th scope="col">Model</th>
              <th scope="col">Notifications</th>
              <th scope="col">Devices on 1.0</th>
            </tr>
          </thead>
          <tbody>
            {models.map(({ modelId, types, devicesOn1 }) => (
              <tr>
                <th scope="row" data-label="Model">
                  {modelId}
                </th>
                <td data-label="Notifications">
                  <ul class="plain">
                    {types.map(({ type, version, count, lastAt }) => (
                      <li>
                        {`${shortOf(type)} `}
                        <strong>{version}</strong>
                        {`: ${String(count)}, the last `}
                        <Instant at={lastAt} />
                      </li>
                    ))}
                  </ul>
                </td>
                <td data-label="Devices on 1.0">
                  {devicesOn1 === 0 ? (
                    'none'
                  ) : (
                    <a href={`/versions?${new URLSearchParams({ modelId }).toString()}#devices`}>
                      {devicesOn1}
                    </a>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function DevicesSection({
  query,
  devices,
  nextCursor,
}: {
  readonly query: { readonly modelId?: string | undefined; readonly cursor?: string | undefined };
  readonly devices: readonly DeviceOn1[];
  readonly nextCursor: string | null;
}) {
  return (
    <section aria-labelledby="devices">
      <h2 id="devices">Devices that still get 1.0</h2>
      {query.modelId === undefined ? null : (
        <p>
          {`Of the model ${query.modelId} only. `}
          <a href="/versions#devices">All models</a>
        </p>
      )}
      {devices.length === 0 ? (
        <p class="empty">None.</p>
      ) : (
        <table class="cards">
          <thead>
            <tr>
              <th scope="col">Device</th>
              <th scope="col">Came in 1.0 last</th>
            </tr>
          </thead>
          <tbody>
            {devices.map(({ device, types }) => (
              <tr>
                <th scope="row" data-label="Device">
                  <a href={deviceUrl(device)}>
                    {device.modelId} <span class="id">{device.serialNumber}</span>
                  </a>
                </th>
                <td data-label="Came in 1.0 last">
                  <ul class="plain">
                    {types.map(({ type, lastAt }) => (
                      <li>
                        {`${shortOf(type)}, `}
                        <Instant at={lastAt} />
                      </li>
                    ))}
                  </ul>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <Pager path="/versions" query={query} nextCursor={nextCursor} />
    </section>
  );
}

function MigrationSection({ migration }: { readonly migration: Migration }) {
  const { checks, nextSteps, forumPost } = migration;
  return (
    <section aria-labelledby="migration">
      <h2 id="migration">Moving to 2.0</h2>
      <p>
        {migration.ready
          ? `All three notifications of Amazon’s test model ${migration.model} came in 2.0 and were read completely.`
          : `Amazon wants to know first that 2.0 of its test model ${migration.model} is received and understood.`}
      </p>
      <table class="cards">
        <thead>
          <tr>
            <th scope="col">Notification</th>
            <th scope="col">Came in 2.0</th>
            <th scope="col">Read completely</th>
            <th scope="col">The last</th>
          </tr>
        </thead>
        <tbody>
          {checks.map((check) => (
            <tr>
              <th scope="row" data-label="Notification">
                {shortOf(check.type)}
              </th>
              <td data-label="Came in 2.0">{check.received}</td>
              <td data-label="Read completely">
                {check.readCompletely ? 'yes' : 'no'}
                {check.missing.length === 0 ? null : `: ${check.missing.join(', ')} missing`}
              </td>
              <td data-label="The last">
                <Instant at={check.lastAt} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <h3>What to do next</h3>
      <ol>
        {nextSteps.map((step) => (
          <li>{step}</li>
        ))}
      </ol>
      <details open={migration.ready}>
        <summary>The post for the DRS forum</summary>
        <p>
          <strong>{forumPost.subject}</strong>
        </p>
        <pre tabIndex={0}>{forumPost.body}</pre>
      </details>
    </section>
  );
}
