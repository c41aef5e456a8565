import { viewDevice } from './device-view';
import { withEmail } from './device-state';
import { emailsDue } from './emails-due';
import { after } from './test-support/arrival';
import { deregistered, registered, T0 } from './test-support/facts';
import { withoutPendingEmails } from './without-pending-emails';

const dueOf = (state: ReturnType<typeof after>) => {
  const view = viewDevice(state, T0);
  if (view === null) throw new Error('no view');
  return emailsDue(state, view);
};

describe('withoutPendingEmails', () => {
  it('lets the mails on their way be due again, and no other', () => {
    let state = after(registered(0), deregistered(1));
    const [welcome, goodbye] = dueOf(state);
    if (welcome === undefined || goodbye === undefined) throw new Error('no mails due');
    state = withEmail(state, welcome.email, { outcome: 'skipped', reason: 'device-deregistered' });
    state = withEmail(state, goodbye.email, 'pending');
    expect(dueOf(state)).toEqual([]);
    expect(dueOf(withoutPendingEmails(state))).toEqual([goodbye]);
  });

  it('gives back the same state where no mail is on its way', () => {
    const state = after(registered(0));
    expect(withoutPendingEmails(state)).toBe(state);
  });
});
