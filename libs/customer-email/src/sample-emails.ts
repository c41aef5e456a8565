import type { RenderedEmail } from './outgoing-email';
import { renderDeviceEmail } from './render-device-email';
import { renderOrderEmail } from './render-order-email';
import { SAMPLE_DEVICE_EMAILS } from './sample-device-emails';
import { SAMPLE_ORDER_EMAILS } from './sample-order-emails';

const context = {
  brand: 'Aqua Home',
  name: 'Test Customer',
  sentAt: '2026-03-10T09:16:00.000Z',
} as const;

/** Renders one sample in a locale: BCP 47. */
type RenderSample = (locale: string) => RenderedEmail;

/** Every sample of every kind of mail by its name, the kind first: for previews and tests. */
export const SAMPLE_EMAILS: ReadonlyMap<string, RenderSample> = new Map<string, RenderSample>([
  ...Object.entries(SAMPLE_ORDER_EMAILS).map(([name, email]): readonly [string, RenderSample] => [
    name,
    (locale) => renderOrderEmail(email, locale),
  ]),
  ...Object.entries(SAMPLE_DEVICE_EMAILS).map(([name, email]): readonly [string, RenderSample] => [
    name,
    (locale) => renderDeviceEmail(email, context, locale),
  ]),
]);
