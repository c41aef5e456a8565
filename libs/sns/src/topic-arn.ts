/** The parts of an SNS topic's ARN. */
export interface TopicArn {
  readonly partition: 'aws' | 'aws-cn' | 'aws-us-gov';
  readonly region: string;
  readonly accountId: string;
  readonly name: string;
}

const pattern =
  /^arn:(?<partition>aws|aws-cn|aws-us-gov):sns:(?<region>[a-z]{2,}(?:-[a-z]+)+-\d{1,2}):(?<accountId>\d{12}):(?<name>[A-Za-z0-9_-]{1,256}(?:\.fifo)?)$/;

/**
 * Reads a topic's ARN; `null` if it is none, or if its region is of another partition than it says.
 * The partitions of AWS's isolated and sovereign clouds are not supported: DRS never published there.
 */
export function parseTopicArn(arn: string): TopicArn | null {
  const groups = pattern.exec(arn)?.groups;
  if (groups === undefined) return null;
  const { region, accountId, name } = groups;
  if (region === undefined || accountId === undefined || name === undefined) return null;
  const partition = partitionOf(region);
  return groups['partition'] === partition ? { partition, region, accountId, name } : null;
}

/** The host of SNS in a topic's region, which also serves the signing certificates. */
export function snsHost(topic: TopicArn): string {
  return `sns.${topic.region}.amazonaws.com${topic.partition === 'aws-cn' ? '.cn' : ''}`;
}

function partitionOf(region: string): TopicArn['partition'] {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}
