import { readSigningCertUrl } from './signing-cert-url';
import { parseTopicArn } from './topic-arn';

const name = 'SimpleNotificationService-0123456789abcdef0123456789abcdef';
const topicIn = (partition: string, region: string) => {
  const topic = parseTopicArn(`arn:${partition}:sns:${region}:123456789012:drs`);
  if (topic === null) throw new Error('not a topic');
  return topic;
};
const virginia = topicIn('aws', 'us-east-1');

describe('readSigningCertUrl', () => {
  it.each([
    ['aws', 'us-east-1', 'sns.us-east-1.amazonaws.com'],
    ['aws-us-gov', 'us-gov-west-1', 'sns.us-gov-west-1.amazonaws.com'],
    ['aws-cn', 'cn-north-1', 'sns.cn-north-1.amazonaws.com.cn'],
  ])('accepts the host of %s %s', (partition, region, host) => {
    const topic = topicIn(partition, region);
    const url = `https://${host}/${name}.pem`;
    expect(readSigningCertUrl(url, topic)).toEqual({ url, fileName: `${name}.pem`, topic });
  });

  it.each([
    ['another scheme', `http://sns.us-east-1.amazonaws.com/${name}.pem`],
    ['a scheme in capitals', `HTTPS://sns.us-east-1.amazonaws.com/${name}.pem`],
    ['another region', `https://sns.us-west-2.amazonaws.com/${name}.pem`],
    ['no region', `https://sns.amazonaws.com/${name}.pem`],
    ['another partition', `https://sns.us-east-1.amazonaws.com.cn/${name}.pem`],
    ['a bucket of S3', `https://sns.s3.amazonaws.com/${name}.pem`],
    ['a bucket named like a host', `https://sns.us-east-1.s3.amazonaws.com/${name}.pem`],
    ['a longer host', `https://sns.us-east-1.amazonaws.com.evil.example/${name}.pem`],
    ['a prefixed host', `https://evil-sns.us-east-1.amazonaws.com/${name}.pem`],
    ['a subdomain', `https://evil.sns.us-east-1.amazonaws.com/${name}.pem`],
    ['a look-alike of the dots', `https://sns.us-east-1xamazonaws.com/${name}.pem`],
    ['a host in capitals', `https://SNS.us-east-1.amazonaws.com/${name}.pem`],
    ['a trailing dot', `https://sns.us-east-1.amazonaws.com./${name}.pem`],
    ['a port', `https://sns.us-east-1.amazonaws.com:443/${name}.pem`],
    ['user info', `https://a:b@sns.us-east-1.amazonaws.com/${name}.pem`],
    ['the host as user info', `https://sns.us-east-1.amazonaws.com@evil.example/${name}.pem`],
    ['a backslash', `https://evil.example\\@sns.us-east-1.amazonaws.com/${name}.pem`],
    ['a query', `https://sns.us-east-1.amazonaws.com/${name}.pem?a`],
    ['another action by query', `https://sns.us-east-1.amazonaws.com/?x=/${name}.pem`],
    ['a fragment', `https://sns.us-east-1.amazonaws.com/${name}.pem#a`],
    ['a folder', `https://sns.us-east-1.amazonaws.com/a/${name}.pem`],
    ['dots', `https://sns.us-east-1.amazonaws.com/a/../${name}.pem`],
    ['encoded dots', `https://sns.us-east-1.amazonaws.com/%2e%2e/${name}.pem`],
    ['a double slash', `https://sns.us-east-1.amazonaws.com//${name}.pem`],
    ['another ending', `https://sns.us-east-1.amazonaws.com/${name}.pem.exe`],
    ['31 digits', `https://sns.us-east-1.amazonaws.com/${name.slice(0, -1)}.pem`],
    ['33 digits', `https://sns.us-east-1.amazonaws.com/${name}0.pem`],
    ['no hex', `https://sns.us-east-1.amazonaws.com/${name.slice(0, -1)}g.pem`],
    ['a tab', `https://sns.us-east-1.amazonaws.com/\t${name}.pem`],
    ['a line break', `https://sns.us-east-1.amazonaws.com/${name}.pem\n`],
    ['a space in front', ` https://sns.us-east-1.amazonaws.com/${name}.pem`],
    ['full-width letters', `https://sns.us-east-1.amazonaws.ｃom/${name}.pem`],
    ['nothing', ''],
  ])('refuses %s', (_, url) => {
    expect(readSigningCertUrl(url, virginia)).toBeNull();
  });

  it('refuses the host of the world for a topic of China', () => {
    const url = `https://sns.cn-north-1.amazonaws.com/${name}.pem`;
    expect(readSigningCertUrl(url, topicIn('aws-cn', 'cn-north-1'))).toBeNull();
  });
});

describe('parseTopicArn', () => {
  it('reads the parts, also of a FIFO topic', () => {
    expect(parseTopicArn('arn:aws:sns:us-east-1:123456789012:drs_A-1.fifo')).toEqual({
      partition: 'aws',
      region: 'us-east-1',
      accountId: '123456789012',
      name: 'drs_A-1.fifo',
    });
  });

  it.each([
    '',
    'drs',
    'arn:aws:sqs:us-east-1:123456789012:drs',
    'arn:aws:sns:us-east-1:12345678901:drs',
    'arn:aws:sns:us-east-1:123456789012:',
    'arn:aws:sns:us-east-1:123456789012:drs:2dd82f5e',
    'arn:aws:sns:us-east-1.evil.example/:123456789012:drs',
    'arn:aws:sns:evil:123456789012:drs',
    'arn:aws:sns:cn-north-1:123456789012:drs',
    'arn:aws-cn:sns:us-east-1:123456789012:drs',
    'arn:aws:sns:us-gov-west-1:123456789012:drs',
    'arn:aws:sns:us-east-1:123456789012:drs\n',
  ])('refuses %j', (arn) => {
    expect(parseTopicArn(arn)).toBeNull();
  });
});
