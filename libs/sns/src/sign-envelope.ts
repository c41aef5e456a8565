import { sign } from 'node:crypto';
import { signatureAlgorithm } from './signature-algorithm';
import type { SnsEnvelope } from './sns-envelope';
import { stringToSign, type UnsignedEnvelope } from './string-to-sign';

/**
 * Signs an envelope as SNS does; for the simulator and for tests.
 * @param envelope its `SignatureVersion` chooses the digest
 * @param privateKeyPem RSA, PKCS #8 in PEM
 * @throws RangeError for a `SignatureVersion` other than `1` and `2`
 */
export function signEnvelope(envelope: UnsignedEnvelope, privateKeyPem: string): SnsEnvelope {
  const algorithm = signatureAlgorithm(envelope.SignatureVersion);
  if (algorithm === null) throw new RangeError('SignatureVersion must be 1 or 2');
  const signature = sign(algorithm, Buffer.from(stringToSign(envelope), 'utf8'), privateKeyPem);
  return { ...envelope, Signature: signature.toString('base64') };
}
