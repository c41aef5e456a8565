import type { Flaw } from './judge-order';
import type { PlannedOrder } from './load-plan';
import type { TakenMail } from './mail-ledger';
import type { StoredDevice } from './stored-devices';

/** Compares the device of an order whose deregistration was taken with how it has to be: gone, told once, one goodbye. */
export function judgeDevice(
  order: PlannedOrder,
  stored: StoredDevice | undefined,
  ledger: ReadonlyMap<string, readonly TakenMail[]>,
): readonly Flaw[] {
  if (stored === undefined) return [{ kind: 'lost', text: 'PostgreSQL has no such device' }];
  const flaws: Flaw[] = [];
  if (stored.status !== 'deregistered') {
    flaws.push({ kind: 'wrong', text: `the device is ${stored.status}, not deregistered` });
  }
  if (stored.events.some(({ seq }, index) => seq !== index + 1)) {
    flaws.push({ kind: 'wrong', text: 'the seq of its device has gaps' });
  }
  const told = stored.events.filter(({ type }) => type === 'device-deregistered');
  if (told.length !== 1) {
    flaws.push({ kind: told.length === 0 ? 'lost' : 'doubled', text: `told ${told.length} times` });
  }
  const [goodbye, ...others] = stored.mails;
  if (others.length > 0) flaws.push({ kind: 'mail', text: 'its device has more than a goodbye' });
  const wanted = order.hasContact ? 'sent' : 'skipped';
  if (goodbye?.kind !== 'device-deregistered' || goodbye.outcome !== wanted) {
    flaws.push({ kind: 'mail', text: `the goodbye is ${String(goodbye?.outcome)}, not ${wanted}` });
  } else if (wanted === 'sent' && !ledger.has(goodbye.message_id ?? '')) {
    flaws.push({ kind: 'mail', text: 'the goodbye counts as sent, and no mail server took it' });
  }
  return flaws;
}
