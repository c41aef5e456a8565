import type { NotificationVersion } from '@refill/drs-notifications/notification';

/**
 * Whether the attribute `version` contradicts the signed body.
 *
 * A missing attribute contradicts nothing, although Amazon calls it 1.0: it gets lost on some ways.
 * @param claimed what the unsigned attribute says; `null` without one
 * @param body the version of the body; `null` for types that exist in one shape only
 */
export function versionDisagrees(claimed: string | null, body: NotificationVersion): boolean {
  return claimed !== null && body !== null && claimed !== body;
}
