import { sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createSigningCertificate, type SigningKeyPair } from './signing-certificate';
import { signEnvelope } from './sign-envelope';
import { simulatorCommonName } from './simulator-certificate';
import { stringToSign } from './string-to-sign';
import { certificateWithKey } from './test-support/certificate-with-key';
import { genuineSender, type GenuineSender } from './test-support/genuine-sender';
import { fetchFrom, httpPeer, type HttpPeer } from './test-support/http-peer';
import {
  certificateFile as file,
  certificateOf,
  folderWith,
  notification,
  now,
} from './test-support/signed-by';

let sns: GenuineSender;
/** A key of the attacker's with a certificate that is named as SNS's, but signed by itself. */
let attacker: SigningKeyPair;
let attackersServer: HttpPeer;
beforeAll(async () => {
  sns = await genuineSender();
  attacker = await certificateOf('sns.amazonaws.com');
  attackersServer = await httpPeer((_, response) => response.end(attacker.certificatePem));
});
afterAll(async () => attackersServer.close());

const host = 'sns.eu-central-1.amazonaws.com';
const badUrl = 'untrusted SNS_CERTIFICATE_URL';

describe('a certificate of the attacker’s own', () => {
  it.each([
    ['a server of the attacker’s', `https://evil.example/${file}`],
    ['a host that goes on', `https://${host}.evil.example/${file}`],
    ['a host with a prefix', `https://evil-${host}/${file}`],
    ['a host with a subdomain', `https://evil.${host}/${file}`],
    ['a dot replaced', `https://snsXeu-central-1.amazonaws.com/${file}`],
    ['another dot replaced', `https://sns.eu-central-1Xamazonaws.com/${file}`],
    ['a look-alike letter', `https://ѕns.eu-central-1.amazonaws.com/${file}`],
    ['a look-alike in Punycode', `https://xn--ns-2fc.eu-central-1.amazonaws.com/${file}`],
    ['full-width letters', `https://ｓns.eu-central-1.amazonaws.com/${file}`],
    ['an ideographic full stop', `https://sns。eu-central-1。amazonaws。com/${file}`],
    ['a soft hyphen', `https://sns\u00ad.eu-central-1.amazonaws.com/${file}`],
    ['percent encoding', `https://%73ns.eu-central-1.amazonaws.com/${file}`],
    ['capitals', `https://SNS.EU-CENTRAL-1.AMAZONAWS.COM/${file}`],
    ['a trailing dot', `https://${host}./${file}`],
    ['no host', `https:///${file}`],
    ['no authority', `https:${host}/${file}`],
    ['a bucket of S3', `https://sns.s3.amazonaws.com/${file}`],
    ['a bucket named as the host', `https://${host}.s3.amazonaws.com/${file}`],
    ['a bucket in the region', `https://sns.s3.eu-central-1.amazonaws.com/${file}`],
    ['a bucket by path', `https://s3.eu-central-1.amazonaws.com/sns/${file}`],
    ['a website bucket', `https://sns.s3-website.eu-central-1.amazonaws.com/${file}`],
    ['another service', `https://sqs.eu-central-1.amazonaws.com/${file}`],
    ['user info', `https://user:password@${host}/${file}`],
    ['the host as user', `https://${host}@evil.example/${file}`],
    ['the host as user, encoded', `https://${host}%40evil.example/${file}`],
    ['the host before a backslash', `https://evil.example\\@${host}/${file}`],
    ['a port', `https://${host}:8443/${file}`],
    ['the usual port', `https://${host}:443/${file}`],
    ['http', `http://${host}/${file}`],
    ['a scheme in capitals', `HTTPS://${host}/${file}`],
    ['a file', `file:///${file}`],
    ['data', `data:text/plain,${file}`],
    ['no scheme', `//${host}/${file}`],
    ['the metadata service', `https://169.254.169.254/${file}`],
    ['a query', `https://${host}/${file}?X-Amz-Security-Token=x`],
    ['an empty query', `https://${host}/${file}?`],
    ['another action by query', `https://${host}/?Action=ConfirmSubscription&x=/${file}`],
    ['a fragment', `https://${host}/${file}#${file}`],
    ['a fragment as the path', `https://${host}/evil.pem#/${file}`],
    ['a folder', `https://${host}/evil/${file}`],
    ['a folder and back', `https://${host}/evil/../${file}`],
    ['a folder and back, encoded', `https://${host}/evil/%2e%2e/${file}`],
    ['the file system', `https://${host}/../../../tmp/${file}`],
    ['a backslash', `https://${host}\\${file}`],
    ['two slashes', `https://${host}//${file}`],
    ['a path parameter', `https://${host}/;x/${file}`],
    ['another file', `https://${host}/evil.pem`],
    ['another ending', `https://${host}/${file}.crt`],
    ['a digit too few', `https://${host}/${file.replace('0', '')}`],
    ['a digit too many', `https://${host}/${file.replace('0', '00')}`],
    ['capitals in the file', `https://${host}/${file.toUpperCase()}`],
    ['a space behind', `https://${host}/${file} `],
    ['a list', `https://${host}/${file},https://evil.example/${file}`],
  ])('at %s is not fetched', async (_, SigningCertURL) => {
    const forged = signEnvelope({ ...notification, SigningCertURL }, attacker.privateKeyPem);
    const certificates = { fetch: fetchFrom(attackersServer.origin) };
    expect(await sns.receive(forged, { certificates })).toBe(badUrl);
    expect(await sns.receive(forged)).toBe(badUrl);
    expect(attackersServer.requests).toEqual([]);
  });

  it.each(['\n', '\t', '\r', '\0'])('at a URL with %j in it is malformed', async (character) => {
    for (const SigningCertURL of [
      `https://${host}/${file}${character}`,
      `https://${host}${character}/${file}`,
      `${character}https://${host}/${file}`,
    ]) {
      const forged = signEnvelope({ ...notification, SigningCertURL }, attacker.privateKeyPem);
      expect(await sns.receive(forged)).toBe('malformed SNS_INVALID_ENVELOPE');
    }
  });

  it('does not sign for the one that is pinned', async () => {
    const forged = signEnvelope(notification, attacker.privateKeyPem);
    const certificates = {
      pinnedDirectory: await folderWith({ [file]: sns.pair.certificatePem }),
      fetch: fetchFrom(attackersServer.origin),
    };
    expect(await sns.receive(forged, { certificates })).toBe('untrusted SNS_BAD_SIGNATURE');
    expect(attackersServer.requests).toEqual([]);
  });

  it('counts only where the operator has pinned it, signed by itself as it is', async () => {
    const signed = signEnvelope(notification, attacker.privateKeyPem);
    const pinnedDirectory = await folderWith({ [file]: attacker.certificatePem });
    expect(await sns.receive(signed, { certificates: { pinnedDirectory } })).toBe('genuine');
  });
});

describe('a certificate of another place', () => {
  const places = {
    'eu-central-1': ['aws', 'sns.eu-central-1.amazonaws.com'],
    'us-east-1': ['aws', 'sns.us-east-1.amazonaws.com'],
    'us-gov-west-1': ['aws-us-gov', 'sns.us-gov-west-1.amazonaws.com'],
    'cn-north-1': ['aws-cn', 'sns.cn-north-1.amazonaws.com.cn'],
  } as const;
  const pairs = Object.entries(places).flatMap(([region, [partition]]) =>
    Object.entries(places)
      .filter(([other]) => other !== region)
      .map(([other, [, otherHost]]) => [region, other, partition, otherHost] as const),
  );

  it.each(pairs)('a topic of %s is not signed by %s', async (region, _, partition, otherHost) => {
    const TopicArn = `arn:${partition}:sns:${region}:123456789012:drs`;
    const SigningCertURL = `https://${otherHost}/${file}`;
    const signed = sns.sign({ ...notification, TopicArn, SigningCertURL });
    expect(await sns.receive(signed, { topicArns: [TopicArn] })).toBe(badUrl);
  });

  it.each([
    'sns-signing.us-east-1.amazonaws.com',
    'sns-us-gov-west-1.amazonaws.com',
    'sns-cn-north-1.amazonaws.com.cn',
    'sns.amazonaws.com.cn',
    'sns.amazonaws.com.evil.example',
    '*.amazonaws.com',
    '*',
    'SNS',
    'sqs.amazonaws.com',
    'evil.example',
    simulatorCommonName,
  ])('the host of our region can not make us take one named %s', async (commonName) => {
    const pair = await certificateOf(commonName);
    const server = await httpPeer((_, response) => response.end(pair.certificatePem));
    const signed = signEnvelope(notification, pair.privateKeyPem);
    const certificates = { fetch: fetchFrom(server.origin), allowSimulatorCertificate: true };
    expect(await sns.receive(signed, { certificates })).toBe(
      commonName === simulatorCommonName
        ? 'untrusted SNS_SIMULATOR_CERTIFICATE'
        : 'untrusted SNS_CERTIFICATE_NAME',
    );
    expect(server.requests).toEqual([`GET /${file}`]);
    await server.close();
  });

  it('the simulator’s is refused, also pinned, where it is not allowed', async () => {
    const pair = await certificateOf(simulatorCommonName);
    const signed = signEnvelope(notification, pair.privateKeyPem);
    const pinnedDirectory = await folderWith({ [file]: pair.certificatePem });
    expect(await sns.receive(signed, { certificates: { pinnedDirectory } })).toBe(
      'untrusted SNS_SIMULATOR_CERTIFICATE',
    );
  });
});

describe('a certificate with a weak key', () => {
  it.each(['RSA-1024', 'RSA with exponent 3', 'ECDSA', 'Ed25519'] as const)(
    'of %s is refused, pinned and from the network, though the signature is right',
    async (kind) => {
      const pair = await certificateWithKey(kind);
      const digest = kind === 'Ed25519' ? null : 'sha256';
      const text = Buffer.from(stringToSign(notification));
      const Signature = sign(digest, text, pair.privateKeyPem).toString('base64');
      const signed = { ...notification, Signature };
      const server = await httpPeer((_, response) => response.end(pair.certificatePem));
      for (const certificates of [
        { pinnedDirectory: await folderWith({ [file]: pair.certificatePem }) },
        { fetch: fetchFrom(server.origin) },
      ]) {
        expect(await sns.receive(signed, { certificates })).toBe('untrusted SNS_CERTIFICATE_KEY');
      }
      await server.close();
    },
  );
});

describe('a certificate with a key of RSA-PSS,', () => {
  it('with which SNS does not sign, is refused', async () => {
    const pem = readFileSync(join(__dirname, '../fixtures/rsa-pss.pem'), 'utf8');
    const certificates = { pinnedDirectory: await folderWith({ [file]: pem }) };
    const result = await sns.receive(sns.sign(notification), { certificates });
    expect(result).toBe('untrusted SNS_CERTIFICATE_KEY');
  });
});

describe('a certificate out of its time', () => {
  const year = { notBefore: '2025-09-01T00:00:00Z', notAfter: '2026-09-01T00:00:00Z' };
  let pinnedDirectory: string;
  let pair: SigningKeyPair;
  beforeAll(async () => {
    pair = await createSigningCertificate({
      commonName: 'sns.amazonaws.com',
      notBefore: new Date(year.notBefore),
      notAfter: new Date(year.notAfter),
    });
    pinnedDirectory = await folderWith({ [file]: pair.certificatePem });
  });

  /** Receives what was signed at one time while our clock shows another. */
  async function receive(
    Timestamp: string,
    clock: string,
    options: { validity?: 'now' | 'message-time'; change?: object } = {},
  ): Promise<string> {
    const signed = signEnvelope({ ...notification, Timestamp }, pair.privateKeyPem);
    const { validity = 'now', change = {} } = options;
    const certificates = { pinnedDirectory };
    const reception = { clock: Date.parse(clock), maxAgeMs: null, validity, certificates };
    return await sns.receive({ ...signed, ...change }, reception);
  }
  const during = '2026-03-01T12:00:00.000Z';
  const neverValid = 'untrusted SNS_CERTIFICATE_MESSAGE_TIME';

  it.each([
    ['not yet valid', '2025-08-31T23:59:59.999Z'],
    ['expired', '2026-09-01T00:00:01.000Z'],
  ])('%s at the message’s time has not signed it, whatever our clock says', async (_, time) => {
    for (const clock of [time, during, '2020-01-01T00:00:00Z', '2040-01-01T00:00:00Z']) {
      expect(await receive(time, clock)).toBe(neverValid);
      expect(await receive(time, clock, { validity: 'message-time' })).toBe(neverValid);
    }
  });

  it.each([
    ['not yet valid', '2025-08-31T23:59:59Z', 'SNS_CERTIFICATE_NOT_YET_VALID'],
    ['expired', '2026-09-01T00:00:01Z', 'SNS_CERTIFICATE_EXPIRED'],
  ])('%s now is no reason to lose a message, nor to take it', async (_, clock, code) => {
    expect(await receive(during, clock)).toBe(`certificate-unavailable ${code}`);
    expect(await receive(during, clock, { validity: 'message-time' })).toBe('genuine');
  });

  it('can not be mended by another Timestamp', async () => {
    const late = '2026-09-02T00:00:00.000Z';
    for (const validity of ['now', 'message-time'] as const) {
      const options = { change: { Timestamp: during }, validity };
      expect(await receive(late, during, options)).toBe('untrusted SNS_BAD_SIGNATURE');
    }
  });

  it('earns a forged message no patience', async () => {
    const options = { change: { Message: 'forged' } };
    expect(await receive(during, '2040-01-01T00:00:00Z', options)).toBe(
      'untrusted SNS_BAD_SIGNATURE',
    );
  });

  it('with a leaked key can not sign what counts as merely too old', async () => {
    const signed = signEnvelope(notification, pair.privateKeyPem);
    const clock = Date.parse('2027-03-01T12:00:00Z');
    const reception = { clock, certificates: { pinnedDirectory } };
    expect(clock - now).toBeGreaterThan(75 * 60_000);
    expect(await sns.receive(signed, reception)).toBe(
      'certificate-unavailable SNS_CERTIFICATE_EXPIRED',
    );
  });
});
