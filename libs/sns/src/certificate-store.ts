import { X509Certificate, type KeyObject } from 'node:crypto';
import { checkCertificate, type CertificateOrigin } from './certificate-check';
import { fetchText } from './fetch-text';
import { createPinnedCertificates } from './pinned-certificates';
import type { SigningCertUrl } from './signing-cert-url';
import type { SnsCertificateErrorCode } from './sns-error-code';

/** Finds the public key of a `SigningCertURL`. */
export interface CertificateStore {
  certificateFor(url: SigningCertUrl): Promise<CertificateResult>;
}

/** The key, or why there is none: `certificate-unavailable` may be mended by trying again. */
export type CertificateResult =
  | { readonly ok: true; readonly publicKey: KeyObject }
  | {
      readonly ok: false;
      readonly reason: 'untrusted' | 'certificate-unavailable';
      readonly code: SnsCertificateErrorCode;
    };

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
 * Concurrent requests for one URL share a download. Failures aren't kept. The chain of a certificate is not
 * verified (nor does the AWS SDK): what vouches for a downloaded one is TLS to the host of SNS, for a pinned
 * one the operator.
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
  const downloads = new Map<string, Promise<CertificateResult>>();

  async function certificateFor(url: SigningCertUrl): Promise<CertificateResult> {
    const file = (await pinned?.read(url.fileName)) ?? 'absent';
    if (file === 'unreadable') return unavailable('SNS_CERTIFICATE_UNREADABLE');
    if (file !== 'absent') return judge(file, 'pinned', url);
    const cached = cache.get(url.url);
    if (cached !== undefined) {
      keep(url, cached);
      return judge(cached, 'network', url);
    }
    return downloads.get(url.url) ?? startDownload(url);
  }

  function startDownload(url: SigningCertUrl): Promise<CertificateResult> {
    if (downloads.size >= maxDownloads) {
      return Promise.resolve(unavailable('SNS_CERTIFICATE_UNAVAILABLE'));
    }
    const started = download(url).finally(() => downloads.delete(url.url));
    downloads.set(url.url, started);
    return started;
  }

  async function download(url: SigningCertUrl): Promise<CertificateResult> {
    const response = await fetchText({ url: url.url, fetch: fetchUrl, timeoutMs, maxBytes });
    if (response?.status !== 200) return unavailable('SNS_CERTIFICATE_UNAVAILABLE');
    const certificate = readPem(response.text);
    if (certificate === null) return unavailable('SNS_CERTIFICATE_UNREADABLE');
    const result = judge(certificate, 'network', url);
    if (result.ok) keep(url, certificate);
    return result;
  }

  function keep(url: SigningCertUrl, certificate: X509Certificate): void {
    // A Map keeps the order of insertion: the first key is the least recently used.
    cache.delete(url.url);
    cache.set(url.url, certificate);
    const [oldest] = cache.keys();
    if (cache.size > maxCached && oldest !== undefined) cache.delete(oldest);
  }

  function judge(
    certificate: X509Certificate,
    origin: CertificateOrigin,
    { topic }: SigningCertUrl,
  ): CertificateResult {
    const code = checkCertificate(certificate, {
      origin,
      topic,
      now: now(),
      allowSimulatorCertificate,
    });
    if (code !== null) return { ok: false, reason: 'untrusted', code };
    return { ok: true, publicKey: certificate.publicKey };
  }

  return { certificateFor };
}

function unavailable(code: SnsCertificateErrorCode): CertificateResult {
  return { ok: false, reason: 'certificate-unavailable', code };
}

function readPem(text: string): X509Certificate | null {
  try {
    return text.trimStart().startsWith('-----BEGIN CERTIFICATE-----')
      ? new X509Certificate(text)
      : null;
  } catch {
    return null;
  }
}
