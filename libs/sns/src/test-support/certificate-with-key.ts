import 'reflect-metadata';
import { KeyObject, webcrypto } from 'node:crypto';
import { X509CertificateGenerator } from '@peculiar/x509';
import type { SigningKeyPair } from '../signing-certificate';

const rsa = {
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  publicExponent: new Uint8Array([1, 0, 1]),
  modulusLength: 2048,
};
const algorithms = {
  'RSA-1024': { ...rsa, modulusLength: 1024 },
  'RSA with exponent 3': { ...rsa, publicExponent: new Uint8Array([3]) },
  ECDSA: { name: 'ECDSA', hash: 'SHA-256', namedCurve: 'P-256' },
  Ed25519: { name: 'Ed25519' },
};

/** A certificate named as SNS's, valid around `now`, with a key that SNS never has. */
export async function certificateWithKey(kind: keyof typeof algorithms): Promise<SigningKeyPair> {
  const signingAlgorithm = algorithms[kind];
  const keys = await webcrypto.subtle.generateKey(signingAlgorithm, true, ['sign', 'verify']);
  if (!('publicKey' in keys)) throw new Error('not a pair of keys');
  const certificate = await X509CertificateGenerator.createSelfSigned(
    {
      name: 'CN=sns.amazonaws.com',
      notBefore: new Date('2025-09-01T00:00:00Z'),
      notAfter: new Date('2026-09-01T00:00:00Z'),
      signingAlgorithm,
      keys,
    },
    webcrypto,
  );
  const key = KeyObject.from(keys.privateKey).export({ type: 'pkcs8', format: 'pem' });
  return { certificatePem: certificate.toString('pem'), privateKeyPem: String(key) };
}
