import { flag, listOf, nullable, number, objectOf, oneOf, text } from './answer-reader';
import { NOTIFICATION_VERSIONS, type NotificationVersion } from './device';
import type { Open } from './open-union';
import { type DeviceIdentity, deviceIdentityReader } from './order';

/** Amazon's types of notifications in two versions that this version knows. */
export const VERSIONED_TYPES = [
  'OrderPlacedNotification',
  'ItemShippedNotification',
  'SubscriptionChangedNotification',
] as const;

/** A type of notification that comes in two versions. */
export type VersionedType = Open<(typeof VERSIONED_TYPES)[number]>;

/** How many notifications of one type came in one version. */
export interface VersionCount {
  readonly type: VersionedType;
  readonly version: NotificationVersion;
  readonly count: number;
  /** When Amazon sent the newest: ISO 8601, UTC. */
  readonly lastAt: string;
}

/** Which versions come about the devices of one model. */
export interface ModelVersions {
  readonly modelId: string;
  /** What never came is left out. */
  readonly notifications: readonly VersionCount[];
  /** Devices of which the newest word of some type was 1.0. */
  readonly devicesOn1: number;
}

/** Which versions of its notifications Amazon sends. */
export interface Versions {
  readonly models: readonly ModelVersions[];
}

/** A type of which the newest word was 1.0. */
export interface TypeOn1 {
  readonly type: VersionedType;
  /** When Amazon sent it: ISO 8601, UTC. */
  readonly lastAt: string;
}

/** A device that still gets 1.0. */
export interface DeviceOn1 {
  readonly device: DeviceIdentity;
  readonly notifications: readonly TypeOn1[];
}

/** Whether 2.0 of one type was received and read. */
export interface MigrationCheck {
  readonly type: VersionedType;
  /** How many came in 2.0. */
  readonly received: number;
  readonly readCompletely: boolean;
  readonly lastAt: string | null;
  /** The fields that were not read, by their path. */
  readonly missing: readonly string[];
}

/** A post to the DRS forum, ready to be pasted. */
export interface ForumPost {
  readonly subject: string;
  readonly body: string;
}

/** How far Amazon's procedure to move to 2.0 has come. */
export interface Migration {
  /** Amazon's model to try out 2.0 with. */
  readonly model: string;
  /** Whether all types were received in 2.0 and read completely. */
  readonly ready: boolean;
  readonly checks: readonly MigrationCheck[];
  /** What to do next, in order. */
  readonly nextSteps: readonly string[];
  /** To be posted once it is ready. */
  readonly forumPost: ForumPost;
}

/** Reads which versions come. */
export const versionsReader = objectOf<Versions>({
  models: listOf(
    objectOf<ModelVersions>({
      modelId: text,
      notifications: listOf(
        objectOf<VersionCount>({
          type: oneOf(VERSIONED_TYPES),
          version: oneOf(NOTIFICATION_VERSIONS),
          count: number,
          lastAt: text,
        }),
      ),
      devicesOn1: number,
    }),
  ),
});

/** Reads a device that still gets 1.0. */
export const deviceOn1Reader = objectOf<DeviceOn1>({
  device: deviceIdentityReader,
  notifications: listOf(objectOf<TypeOn1>({ type: oneOf(VERSIONED_TYPES), lastAt: text })),
});

/** Reads how far the migration has come. */
export const migrationReader = objectOf<Migration>({
  model: text,
  ready: flag,
  checks: listOf(
    objectOf<MigrationCheck>({
      type: oneOf(VERSIONED_TYPES),
      received: number,
      readCompletely: flag,
      lastAt: nullable(text),
      missing: listOf(text),
    }),
  ),
  nextSteps: listOf(text),
  forumPost: objectOf<ForumPost>({ subject: text, body: text }),
});
