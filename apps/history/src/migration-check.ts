import { missingFields, type VersionedFact } from './missing-fields';
import { VERSIONED_TYPES, type VersionedType } from '@refill/order-history/versioned-type';

/** The model with which makers try out 2.0. Source: Amazon's page, "Migrating to v2.0 Notifications". */
export const TEST_MODEL = 'TestNotifV2ForVendors';

/** The topic that sends the notifications of the test model. Source: as above. */
export const TEST_TOPIC_ARN = 'arn:aws:sns:us-east-1:300797413096:TestNotifV2ForVendors';

/** What the history holds of one type of notification about the test model. */
export interface MigrationEvidence {
  readonly type: VersionedType;
  /** How many came in version 2.0. */
  readonly received: number;
  /** When the newest of these was sent: ISO 8601, UTC; `null` without one. */
  readonly lastAt: string | null;
  /** What was read from that one; `null` without one. */
  readonly newest: VersionedFact | null;
}

/** Whether 2.0 of one type was received and read. */
export interface MigrationCheck {
  readonly type: VersionedType;
  readonly received: number;
  /** Whether every field of Amazon's 2.0 shape was read from the newest one. */
  readonly readCompletely: boolean;
  readonly lastAt: string | null;
  /** The paths of the fields that were not; empty without a message too. */
  readonly missing: readonly string[];
}

/** How far the migration has come. */
export interface MigrationState {
  /** Whether all three types were received and read completely. */
  readonly ready: boolean;
  /** One per type, in Amazon's order. */
  readonly checks: readonly MigrationCheck[];
}

/** Checks step 3 of Amazon's procedure: that 2.0 is received and understood. */
export function checkMigration(evidence: readonly MigrationEvidence[]): MigrationState {
  const checks = VERSIONED_TYPES.map((type): MigrationCheck => {
    const found = evidence.find((each) => each.type === type);
    const newest = found?.newest ?? null;
    const missing = newest === null ? [] : missingFields(newest);
    return {
      type,
      received: found?.received ?? 0,
      readCompletely: newest !== null && missing.length === 0,
      lastAt: found?.lastAt ?? null,
      missing,
    };
  });
  return { ready: checks.every((check) => check.readCompletely), checks };
}
