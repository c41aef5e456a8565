import { X509Certificate } from 'node:crypto';

/** The common name of the certificates that the simulator signs with. */
export const simulatorCommonName = 'Refill Simulator';

/** Tells whether a certificate has the simulator as its subject, so that production can refuse it. */
export function isSimulatorCertificate(certificatePem: string): boolean {
  return certificateCommonNames(new X509Certificate(certificatePem)).includes(simulatorCommonName);
}

/** The common names of a certificate's subject; normally one. */
export function certificateCommonNames(certificate: X509Certificate): readonly string[] {
  // Node writes one attribute a line; a line break inside a value is written escaped.
  return certificate.subject
    .split('\n')
    .flatMap((attribute) => (attribute.startsWith('CN=') ? [attribute.slice('CN='.length)] : []));
}
