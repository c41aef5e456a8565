import type { DeviceEmail } from '@refill/device-lifecycle/device-email';
import { deviceEmailValues } from './device-email-values';
import { knownDetails, type MaybeDetail } from './email-details';
import { emailParties } from './email-parties';
import type { EmailSection } from './email-section';
import { layOutEmail } from './lay-out-email';
import type { RenderedEmail } from './outgoing-email';
import { slotChangeItems } from './slot-change-items';
import { slotItems } from './slot-items';
import { type Wording, wordingFor } from './wording';

/** What a mail needs besides what the core says. */
export interface DeviceEmailContext {
  /** The customer's name, `null` when it is not known. */
  readonly name: string | null;
  /** The display name of `EMAIL_FROM`, `null` when it has none. */
  readonly brand: string | null;
  /** ISO 8601, UTC: now. */
  readonly sentAt: string;
}

/**
 * Puts a mail about a device into words: subject, text and HTML, which say the same.
 * @param locale BCP 47, as the maker stored it; `null` and what is not known become English
 */
export function renderDeviceEmail(
  email: DeviceEmail,
  { name, brand, sentAt }: DeviceEmailContext,
  locale: string | null,
): RenderedEmail {
  const wording = wordingFor(locale);
  const parties = emailParties({ name, brand, device: email.device });
  const details: readonly MaybeDetail[] = [
    ...detailsOf(email, wording),
    ['device', wording.words.label('deviceValue', { ...parties })],
  ];
  return layOutEmail(
    {
      kind: email.kind,
      values: { ...parties, ...deviceEmailValues(email, sentAt, wording) },
      sections: sectionsOf(email, wording),
      details: knownDetails(details, wording.words),
      test: false,
      footer: 'deviceFooter',
    },
    wording,
  );
}

function sectionsOf(email: DeviceEmail, wording: Wording): readonly EmailSection[] {
  const { label } = wording.words;
  const supplies = { form: 'block' } as const;
  switch (email.kind) {
    case 'device-welcome':
    case 'choose-products':
      return [{ ...supplies, title: label('supplies'), items: slotItems(email.slots, wording) }];
    case 'subscription-changed':
      return [
        {
          ...supplies,
          title: label('changes'),
          items: slotChangeItems(email.changes, email.version, wording),
        },
        { ...supplies, title: label('suppliesNow'), items: slotItems(email.slots, wording) },
      ];
    case 'device-deregistered':
      return [];
  }
}

function detailsOf(email: DeviceEmail, { formats }: Wording): readonly MaybeDetail[] {
  switch (email.kind) {
    case 'device-welcome':
    case 'choose-products':
      return [['registeredAt', formats.day(email.registeredAt)]];
    case 'subscription-changed':
      return [['changedAt', formats.day(email.occurredAt)]];
    case 'device-deregistered':
      return [
        ['deregisteredAt', formats.day(email.deregisteredAt)],
        ['registeredAt', email.registeredAt === null ? null : formats.day(email.registeredAt)],
      ];
  }
}
