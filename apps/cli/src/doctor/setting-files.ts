import { readVariableFiles } from '@refill/service/variable-files';

/** What the doctor itself looks at. */
const NAMES = [
  'DATABASE_URL',
  'SMTP_URL',
  'EMAIL_FROM',
  'SNS_TOPIC_ARNS',
  'SNS_CERTIFICATE_DIR',
  'SNS_ALLOW_SIMULATOR',
  'SQS_QUEUE_URL',
  'AWS_ENDPOINT_URL',
  'INGESTION_PORT',
  'WORKER_PORT',
  'TEMPORAL_ENCRYPTION_KEYS',
] as const;

/** The settings with those that stand in files (`NAME_FILE`) filled in; what is set to nothing is left out. */
export function readSettingFiles(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const given = new Map(
    Object.entries(env).flatMap(([name, value]) =>
      value === undefined || value === '' ? [] : [[name, value] as const],
    ),
  );
  const { values } = readVariableFiles(NAMES, given);
  return Object.fromEntries([...given, ...values]);
}
