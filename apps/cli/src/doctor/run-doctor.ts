import { checkCertificates, noCertificates } from './check-certificates';
import { checkPostgres } from './check-database';
import { checkMail } from './check-mail';
import { checkQueue } from './check-queue';
import { checkServices } from './check-services';
import { checkSettings } from './check-settings';
import { checkTemporal } from './check-temporal';
import { checkTopics } from './check-topics';
import type { Finding } from './finding';
import { readSettingFiles } from './setting-files';

/**
 * Looks at all that Refill needs; changes nothing and sends nothing.
 * @param env the settings of the services
 * @param historyUrl where the history service answers
 * @param now ms since the epoch
 */
export async function runDoctor(
  env: NodeJS.ProcessEnv,
  historyUrl: string,
  now: number,
): Promise<readonly Finding[]> {
  const values = readSettingFiles(env);
  const topics = (values['SNS_TOPIC_ARNS'] ?? '')
    .split(',')
    .map((arn) => arn.trim())
    .filter((arn) => arn !== '');
  const [settings, services, postgres, temporal, certificates, queue, mail] = await Promise.all([
    checkSettings(env),
    checkServices(values, historyUrl),
    checkPostgres(values['DATABASE_URL']),
    checkTemporal(values),
    checkCertificates(values, topics, now),
    checkQueue(values),
    checkMail(values),
  ]);
  return [
    ...settings,
    ...services,
    ...postgres,
    ...temporal,
    checkTopics(values, topics),
    ...(certificates.length === 0 ? [noCertificates()] : certificates),
    ...(queue === null ? [] : [queue]),
    mail,
  ];
}
