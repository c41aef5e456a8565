// x509 is built on tsyringe, which needs this polyfill to be loaded before it.
import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import { X509CertificateGenerator } from '@peculiar/x509';

/** A self-made certificate and its key. */
export interface SigningKeyPair {
  readonly certificatePem: string;
  /** PKCS #8. */
  readonly privateKeyPem: string;
}

/**
 * Makes an RSA key of 2048 bits and a certificate signed with it; for the simulator and for tests.
 * @param subject.commonName the CN of subject and issuer
 * @param subject.notBefore the first moment of validity, to the second
 * @param subject.notAfter the last moment of validity, to the second
 */
export async function createSigningCertificate(subject: {
  readonly commonName: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
}): Promise<SigningKeyPair> {
  const algorithm = {
    name: 'RSASSA-PKCS1-v1_5',
    hash: 'SHA-256',
    publicExponent: new Uint8Array([1, 0, 1]),
    modulusLength: 2048,
  };
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const certificate = await X509CertificateGenerator.createSelfSigned(
    {
      serialNumber: `01${randomBytes(15).toString('hex')}`,
      name: [{ CN: [subject.commonName] }],
      notBefore: subject.notBefore,
      notAfter: subject.notAfter,
      signingAlgorithm: algorithm,
      keys,
    },
    crypto,
  );
  const key = Buffer.from(await crypto.subtle.exportKey('pkcs8', keys.privateKey));
  return {
    certificatePem: certificate.toString('pem'),
    privateKeyPem: `-----BEGIN PRIVATE KEY-----\n${key.toString('base64').replace(/.{64}/g, '$&\n').trimEnd()}\n-----END PRIVATE KEY-----\n`,
  };
}
