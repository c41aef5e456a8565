import {
  CreateTopicCommand,
  PublishCommand,
  SNSClient,
  SubscribeCommand,
  type SubscribeCommandInput,
} from '@aws-sdk/client-sns';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';

/** A queue, by both of its names. */
export interface Queue {
  readonly url: string;
  readonly arn: string;
}

/** What is published to a topic. */
export interface Publication {
  readonly message: string;
  /** Goes along as the message attribute `version`. */
  readonly version?: string;
  readonly subject?: string;
}

const REGION = 'eu-west-1';
const CREDENTIALS = { accessKeyId: 'test', secretAccessKey: 'test' };

/** An account at an emulator of AWS, used by the AWS SDK's own clients. */
export class AwsAccount {
  private readonly sns: SNSClient;
  private readonly sqs: SQSClient;

  /** @param endpoint the emulator's address */
  constructor(private readonly endpoint: string) {
    const options = { endpoint, region: REGION, credentials: CREDENTIALS };
    this.sns = new SNSClient(options);
    this.sqs = new SQSClient({ ...options, useQueueUrlAsEndpoint: false });
  }

  /** What Refill's environment needs to use this account. */
  get environment(): Readonly<Record<string, string>> {
    return {
      AWS_ENDPOINT_URL: this.endpoint,
      AWS_REGION: REGION,
      AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
      AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
    };
  }

  get region(): string {
    return REGION;
  }

  /** @returns the topic's ARN */
  async createTopic(name: string): Promise<string> {
    const { TopicArn } = await this.sns.send(new CreateTopicCommand({ Name: name }));
    return given(TopicArn);
  }

  async createQueue(name: string, attributes: Record<string, string> = {}): Promise<Queue> {
    const { QueueUrl } = await this.sqs.send(
      new CreateQueueCommand({ QueueName: name, Attributes: attributes }),
    );
    const url = given(QueueUrl);
    return { url, arn: given((await this.attributes(url))['QueueArn']) };
  }

  /** @param to where the topic's messages go: a queue, or the URL of an endpoint */
  async subscribe(
    topicArn: string,
    to: Queue | string,
    attributes: NonNullable<SubscribeCommandInput['Attributes']> = {},
  ): Promise<void> {
    await this.sns.send(
      new SubscribeCommand({
        TopicArn: topicArn,
        Attributes: attributes,
        ...(typeof to === 'string'
          ? { Protocol: 'http', Endpoint: to }
          : { Protocol: 'sqs', Endpoint: to.arn }),
      }),
    );
  }

  /** @returns the id that SNS gave the message */
  async publish(topicArn: string, { message, version, subject }: Publication): Promise<string> {
    const { MessageId } = await this.sns.send(
      new PublishCommand({
        TopicArn: topicArn,
        Message: message,
        ...(subject === undefined ? {} : { Subject: subject }),
        ...(version === undefined
          ? {}
          : { MessageAttributes: { version: { DataType: 'String', StringValue: version } } }),
      }),
    );
    return given(MessageId);
  }

  /** Takes up to ten messages, which nobody else sees for the time told, in seconds. */
  async receive(queue: Queue, hiddenForSeconds: number): Promise<readonly Message[]> {
    const { Messages } = await this.sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: queue.url,
        MaxNumberOfMessages: 10,
        MessageAttributeNames: ['All'],
        VisibilityTimeout: hiddenForSeconds,
      }),
    );
    return Messages ?? [];
  }

  /** Puts a text into the queue, as one does who may send to it besides the topic. */
  async send(queue: Queue, body: string): Promise<void> {
    await this.sqs.send(new SendMessageCommand({ QueueUrl: queue.url, MessageBody: body }));
  }

  /** Moves a message as `StartMessageMoveTask` does: under a new id, and counted anew. */
  async move(message: Message, from: Queue, to: Queue): Promise<void> {
    await this.sqs.send(
      new SendMessageCommand({
        QueueUrl: to.url,
        MessageBody: message.Body,
        MessageAttributes: message.MessageAttributes,
      }),
    );
    await this.sqs.send(
      new DeleteMessageCommand({ QueueUrl: from.url, ReceiptHandle: message.ReceiptHandle }),
    );
  }

  /** How many messages are in the queue, those hidden included. */
  async size(queue: Queue): Promise<number> {
    const attributes = await this.attributes(queue.url);
    return (
      Number(attributes['ApproximateNumberOfMessages']) +
      Number(attributes['ApproximateNumberOfMessagesNotVisible'])
    );
  }

  stop(): void {
    this.sns.destroy();
    this.sqs.destroy();
  }

  private async attributes(url: string): Promise<Readonly<Record<string, string>>> {
    const { Attributes } = await this.sqs.send(
      new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['All'] }),
    );
    return Attributes ?? {};
  }
}

function given(value: string | undefined): string {
  if (value === undefined) throw new Error('the emulator left a field out');
  return value;
}
