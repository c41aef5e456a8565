/** The digest of a `SignatureVersion`, as node:crypto names it; `null` for a version that we don't know. */
export function signatureAlgorithm(signatureVersion: string): 'RSA-SHA1' | 'RSA-SHA256' | null {
  switch (signatureVersion) {
    case '1':
      return 'RSA-SHA1';
    case '2':
      return 'RSA-SHA256';
    default:
      return null;
  }
}
