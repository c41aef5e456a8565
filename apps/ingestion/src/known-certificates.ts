import type { CertificateStore } from '@refill/sns/certificate-store';

/** Certificates of which some need no network. */
export interface KnownCertificates {
  /** All of them. */
  readonly all: CertificateStore;
  /** Those that are pinned, or that served already; no other is fetched. */
  readonly known: CertificateStore;
}

/** SNS uses one for months in a region. */
const MAX_REMEMBERED = 32;

/**
 * Remembers which certificates there are without a download, for senders that are not worth one.
 * @param pinned the same pinned files, without a network
 */
export function rememberCertificates(
  all: CertificateStore,
  pinned: CertificateStore,
): KnownCertificates {
  const remembered = new Set<string>();
  return {
    all: {
      async certificateFor(url, signedAt) {
        const found = await all.certificateFor(url, signedAt);
        if (found.ok && remembered.size < MAX_REMEMBERED) remembered.add(url.url);
        return found;
      },
    },
    known: {
      certificateFor: async (url, signedAt) =>
        await (remembered.has(url.url) ? all : pinned).certificateFor(url, signedAt),
    },
  };
}
