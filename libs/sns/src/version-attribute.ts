import { z } from 'zod';

// SNS writes {Type, Value}, an SQS consumer {DataType, StringValue}; Amazon's page prints the number 2.0.
const attributes = z.object({
  version: z.object({
    Value: z.union([z.string(), z.number()]).optional().catch(undefined),
    StringValue: z.string().optional().catch(undefined),
  }),
});

/**
 * Reads the attribute `version` off an envelope's `MessageAttributes`, or off those of an SQS message.
 *
 * SNS does not sign attributes: the result may be recorded and counted, never trusted.
 * @returns `1.0`, `2.0` or another version of the form `n.n`; `null` if there is none
 */
export function versionAttribute(messageAttributes: unknown): string | null {
  const result = attributes.safeParse(messageAttributes);
  if (!result.success) return null;
  const { Value, StringValue } = result.data.version;
  const [, major, minor] = /^(\d{1,3})(?:\.(\d{1,3}))?$/.exec(String(StringValue ?? Value)) ?? [];
  return major === undefined ? null : `${major}.${minor ?? '0'}`;
}
