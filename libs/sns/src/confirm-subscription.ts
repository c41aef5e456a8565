import { fetchText, type FetchedText } from './fetch-text';
import type { SnsConfirmErrorCode } from './sns-error-code';
import type { SubscriptionConfirmationEnvelope } from './sns-envelope';
import { parseTopicArn, snsHost } from './topic-arn';

/** `SNS_CONFIRM_REFUSED`: SNS says no for good; `SNS_CONFIRM_UNAVAILABLE`: no answer, try again. */
export type ConfirmationResult =
  | { readonly ok: true; readonly subscriptionArn: string }
  | { readonly ok: false; readonly code: SnsConfirmErrorCode };

/** In SNS's answer, which is XML by default. Source: the API reference, `ConfirmSubscription`. */
const subscriptionArnIn = /<SubscriptionArn>\s*(arn:[^<\s]+)\s*<\/SubscriptionArn>/;

/** How a subscription is confirmed; every field may be left out. */
export interface ConfirmSubscriptionOptions {
  readonly fetch?: typeof fetch;
  /** SNS's address in place of the region's own, for local use (`AWS_ENDPOINT_URL`). */
  readonly endpoint?: string | undefined;
  /** For the whole call, in ms; default 5000. */
  readonly timeoutMs?: number;
}

/**
 * Confirms a subscription by `ConfirmSubscription` at the SNS host of the topic's region.
 *
 * The URL is made of topic and token alone: `SubscribeURL` could point anywhere and is never fetched.
 * @param envelope one that was verified: this does not check it again
 */
export async function confirmSubscription(
  envelope: SubscriptionConfirmationEnvelope,
  options: ConfirmSubscriptionOptions = {},
): Promise<ConfirmationResult> {
  const { fetch: fetchUrl = fetch, endpoint, timeoutMs = 5_000 } = options;
  const url = confirmSubscriptionUrl(envelope, endpoint);
  if (url === null) return { ok: false, code: 'SNS_CONFIRM_REFUSED' };
  const response = await fetchText({ url, fetch: fetchUrl, timeoutMs, maxBytes: 64 * 1024 });
  if (response === null) return { ok: false, code: 'SNS_CONFIRM_UNAVAILABLE' };
  if (response.status === 200) {
    const [, subscriptionArn] = subscriptionArnIn.exec(response.text) ?? [];
    // Anybody can say 200: a proxy's own page, an emulator that took the call for another one.
    return subscriptionArn === undefined
      ? { ok: false, code: 'SNS_CONFIRM_UNAVAILABLE' }
      : { ok: true, subscriptionArn };
  }
  const code = isRefusal(response) ? 'SNS_CONFIRM_REFUSED' : 'SNS_CONFIRM_UNAVAILABLE';
  return { ok: false, code };
}

/** The URL of `ConfirmSubscription`; `null` if the topic's ARN is none. */
export function confirmSubscriptionUrl(
  { TopicArn, Token }: Pick<SubscriptionConfirmationEnvelope, 'TopicArn' | 'Token'>,
  endpoint?: string,
): string | null {
  const topic = parseTopicArn(TopicArn);
  if (topic === null) return null;
  const url = new URL(endpoint ?? `https://${snsHost(topic)}/`);
  url.search = new URLSearchParams({ Action: 'ConfirmSubscription', TopicArn, Token }).toString();
  return url.href;
}

/** A 4xx is final, unless SNS only asks for patience: 408, 429, or 400 with the error code `Throttling…`. */
function isRefusal({ status, text }: FetchedText): boolean {
  if (status < 400 || status >= 500 || status === 408 || status === 429) return false;
  return !text.includes('<Code>Throttl');
}
