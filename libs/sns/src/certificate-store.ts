import { X509Certificate, type KeyObject } from 'node:crypto';
import { checkCertificate, validityAt, type CertificateOrigin } from './certificate-check';
import { fetchText } from './fetch-text';
import { createPinnedCertificates } from './pinned-certificates';
import type { SigningCertUrl } from './signing-cert-url';
import type { SnsCertificateErrorCode } from './sns-error-code';

/** Finds the public key of a `SigningCertURL`. */
export interface CertificateStore {
  /**
   * @param signedAt the message's own `Timestamp` in ms since 1970: a certificate that was not valid then
   *   can't have signed it
   */
  certificateFor(url: SigningCertUrl, signedAt: number): Promise<CertificateResult>;
}

/** The key, or why there is none: `certificate-unavailable` may be mended by trying again. */
export type CertificateResult =
  | {
      readonly ok: true;
      readonly publicKey: KeyObject;
      /** Why the certificate is not valid by our clock, though it was at `signedAt`; `null` if it is. */
      readonly invalidNow: 'SNS_CERTIFICATE_NOT_YET_VALID' | 'SNS_CERTIFICATE_EXPIRED' | null;
    }
  | CertificateFailure;

interface CertificateFailure {
  readonly ok: false;
  readonly reason: 'untrusted' | 'certificate-unavailable';
  readonly code: SnsCertificateErrorCode;
}

/** A certificate that may be used at any time when it is valid, or why there is none. */
type FoundCertificate =
  { readonly ok: true; readonly certificate: X509Certificate } | CertificateFailure;

/** How a certificate store works; every field may be left out. */
export interface CertificateStoreOptions {
  /** A folder of PEM files, named as in the `SigningCertURL`; looked up before the network. */
  readonly pinnedDirectory?: string | undefined;
  /** Whether a pinned certificate of the simulator is accepted; default `false`. Never one of the network. */
  readonly allowSimulatorCertificate?: boolean;
  readonly fetch?: typeof fetch;
  /** The time in ms since 1970; default `Date.now`. */
  readonly now?: () => number;
  /** For a whole download, in ms; default 5000 (an answer to SNS must go within 8 s). */
  readonly timeoutMs?: number;
  /** Of a downloaded certificate; default 16 KiB (SNS's have about 2). */
  readonly maxBytes?: number;
  /** Downloaded certificates kept, least recently used first out; default 32. */
  readonly maxCached?: number;
  /** Downloads at one time; more are refused, so that made-up URLs can't exhaust us; default 8. */
  readonly maxDownloads?: number;
}

/**
 * Makes a store of signing certificates: pinned files first, then a bounded cache, then the network.
 *
 * Concurrent requests for one URL share a download. Failures aren't kept. Validity is judged each time, for
 * the message's time and for ours. The chain of a certificate is not verified (nor does the AWS SDK): what
 * vouches for a downloaded one is TLS to the host of SNS, for a pinned one the operator.
 */
export function createCertificateStore(options: CertificateStoreOptions = {}): CertificateStore {
  const {
    pinnedDirectory,
    allowSimulatorCertificate = false,
    fetch: fetchUrl = fetch,
    now = Date.now,
    timeoutMs = 5_000,
    maxBytes = 16 * 1024,
    maxCached = 32,
    maxDownloads = 8,
  } = options;
  const pinned = pinnedDirectory === undefined ? null : createPinnedCertificates(pinnedDirectory);
  const cache = new Map<string, X509Certificate>();
  const downloads = new Map<string, Promise<FoundCertificate>>();

  async function certificateFor(url: SigningCertUrl, signedAt: number): Promise<CertificateResult> {
    const found = await find(url);
    if (!found.ok) return found;
    const { certificate } = found;
    if (validityAt(certificate, signedAt) !== 'valid') {
      return untrusted('SNS_CERTIFICATE_MESSAGE_TIME');
    }
    const invalidNow = codesNow[validityAt(certificate, now())];
    return { ok: true, publicKey: certificate.publicKey, invalidNow };
  }

  async function find(url: SigningCertUrl): Promise<FoundCertificate> {
    const file = (await pinned?.read(url.fileName)) ?? 'absent';
    if (file === 'unreadable') return unavailable('SNS_CERTIFICATE_UNREADABLE');
    if (file !== 'absent') return check(file, 'pinned', url);
    const cached = cache.get(url.url);
    if (cached !== undefined) {
      keep(url, cached);
      return check(cached, 'network', url);
    }
    return downloads.get(url.url) ?? startDownload(url);
  }

  function startDownload(url: SigningCertUrl): Promise<FoundCertificate> {
    if (downloads.size >= maxDownloads) {
      return Promise.resolve(unavailable('SNS_CERTIFICATE_UNAVAILABLE'));
    }
    const started = download(url).finally(() => downloads.delete(url.url));
    downloads.set(url.url, started);
    return started;
  }

  async function download(url: SigningCertUrl): Promise<FoundCertificate> {
    const response = await fetchText({ url: url.url, fetch: fetchUrl, timeoutMs, maxBytes });
    if (response?.status !== 200) return unavailable('SNS_CERTIFICATE_UNAVAILABLE');
    const certificate = readPem(response.text);
    if (certificate === null) return unavailable('SNS_CERTIFICATE_UNREADABLE');
    const found = check(certificate, 'network', url);
    if (found.ok) keep(url, certificate);
    return found;
  }

  function keep(url: SigningCertUrl, certificate: X509Certificate): void {
    // A Map keeps the order of insertion: the first key is the least recently used.
    cache.delete(url.url);
    cache.set(url.url, certificate);
    const [oldest] = cache.keys();
    if (cache.size > maxCached && oldest !== undefined) cache.delete(oldest);
  }

  function check(
    certificate: X509Certificate,
    origin: CertificateOrigin,
    { topic }: SigningCertUrl,
  ): FoundCertificate {
    const code = checkCertificate(certificate, { origin, topic, allowSimulatorCertificate });
    return code === null ? { ok: true, certificate } : untrusted(code);
  }

  return { certificateFor };
}

const codesNow = {
  valid: null,
  'not-yet-valid': 'SNS_CERTIFICATE_NOT_YET_VALID',
  expired: 'SNS_CERTIFICATE_EXPIRED',
} as const;

function unavailable(code: SnsCertificateErrorCode): CertificateFailure {
  return { ok: false, reason: 'certificate-unavailable', code };
}

function untrusted(code: SnsCertificateErrorCode): CertificateFailure {
  return { ok: false, reason: 'untrusted', code };
}

/** One certificate and nothing besides. Source: CertificateRetriever of the AWS SDK for Java v2. */
const onePem =
  /^\s*-----BEGIN CERTIFICATE-----\r?\n[A-Za-z0-9+/\r\n]+={0,2}\r?\n-----END CERTIFICATE-----\s*$/;

function readPem(text: string): X509Certificate | null {
  try {
    return onePem.test(text) ? new X509Certificate(text.trim()) : null;
  } catch {
    return null;
  }
}
