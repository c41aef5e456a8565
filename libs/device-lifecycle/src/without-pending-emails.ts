import type { DeviceState } from './device-state';

/**
 * A device that has forgotten the mails on their way, so that whoever goes on with it begins them again.
 *
 * A mail that had gone out by then does not go out twice: it is claimed in the history by its key.
 */
export function withoutPendingEmails(state: DeviceState): DeviceState {
  const emails = state.emails.filter(({ outcome }) => outcome !== 'pending');
  return emails.length === state.emails.length ? state : { ...state, emails };
}
