import { comparePositions, type FactPosition } from './fact-position';

/**
 * How far the SubscriptionChanged that a registration causes may be from it: ms.
 *
 * In the pair that AWS signed (`aws-signed/device-registered.json` and `subscription-changed.json`) it is
 * 0.6 s; Amazon names 30–60 s as the skew between its notifications.
 */
export const REGISTRATION_ECHO_MS = 60_000;

/**
 * The SubscriptionChanged that each registration of a life caused: the nearest one, before or after, if it
 * is near enough. Amazon: one is sent "whenever a customer completes a new LWA device registration".
 * @param subscriptions in order of occurrence
 */
export function echoesOf<Subscription extends FactPosition>(
  registrations: readonly FactPosition[],
  subscriptions: readonly Subscription[],
): ReadonlySet<Subscription> {
  const echoes = new Set<Subscription>();
  for (const registration of registrations) {
    const next = subscriptions.findIndex((entry) => comparePositions(entry, registration) > 0);
    const before = subscriptions.at(next === -1 ? -1 : Math.max(next - 1, 0));
    const after = next === -1 ? undefined : subscriptions[next];
    const distance = (entry: Subscription | undefined): number =>
      entry === undefined
        ? Infinity
        : Math.abs(Date.parse(entry.occurredAt) - Date.parse(registration.occurredAt));
    const nearest = distance(before) < distance(after) ? before : after;
    if (nearest !== undefined && distance(nearest) <= REGISTRATION_ECHO_MS) echoes.add(nearest);
  }
  return echoes;
}
