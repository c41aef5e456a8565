import { z } from 'zod';

const severity = z.enum(['info', 'low', 'moderate', 'high', 'critical']);

/** How bad a vulnerability is, as npm names it. */
export type Severity = z.output<typeof severity>;

const advisory = z.object({
  /** npm's own number of the advisory. */
  source: z.number(),
  name: z.string(),
  title: z.string(),
  url: z.string(),
  severity,
  range: z.string(),
});

/** A published vulnerability of a package. */
export type Advisory = z.output<typeof advisory>;

const vulnerability = z.object({
  name: z.string(),
  severity,
  isDirect: z.boolean(),
  /** Why the package is vulnerable: advisories of its own, or the names of vulnerable packages it depends on. */
  via: z.array(z.union([advisory, z.string()])),
  range: z.string(),
  nodes: z.array(z.string()),
  /** An object when the fix needs another version of a direct dependency. */
  fixAvailable: z.union([
    z.boolean(),
    z.object({ name: z.string(), version: z.string(), isSemVerMajor: z.boolean() }),
  ]),
});

/** A package of the lockfile that is vulnerable. */
export type Vulnerability = z.output<typeof vulnerability>;

const report = z.object({
  auditReportVersion: z.literal(2),
  vulnerabilities: z.record(z.string(), vulnerability),
  metadata: z.object({ dependencies: z.object({ total: z.number() }) }),
});

/** What `npm audit --json` prints when the registry answers (npm 7 and newer). */
export type AuditReport = z.output<typeof report>;

const failure = z.object({
  message: z.string().optional(),
  statusCode: z.number().optional(),
  error: z.object({ code: z.string().nullish(), summary: z.string().nullish() }).optional(),
});

/** What came of `npm audit --json`. */
export type AuditOutcome =
  | { readonly kind: 'report'; readonly report: AuditReport }
  /** The registry has no audits, or can't be reached. */
  | { readonly kind: 'unanswered'; readonly reason: string }
  /** npm failed on our side, or printed what this program does not know. */
  | { readonly kind: 'broken'; readonly reason: string };

/** Codes of npm and Node that speak of the network or the registry, not of us. */
const networkCode =
  /^(E[45]\d\d|ENOAUDIT|ENOTFOUND|ECONN\w+|ETIMEDOUT|EAI_AGAIN|ERR_SOCKET_TIMEOUT)$/;

/** Takes addresses out of a text: they may hold credentials. */
function withoutAddresses(text: string): string {
  return text
    .replaceAll(/\b[a-z]+:\/\/\S+/g, '<address>')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .slice(0, 200);
}

/**
 * Reads what `npm audit --json` printed on standard output.
 *
 * Its exit code says nothing: it is 1 for findings and for failures.
 */
export function readAuditOutput(output: string): AuditOutcome {
  let json: unknown;
  try {
    json = JSON.parse(output);
  } catch {
    return { kind: 'broken', reason: 'npm audit printed no JSON' };
  }
  const found = report.safeParse(json);
  if (found.success) return { kind: 'report', report: found.data };
  const failed = failure.safeParse(json);
  if (!failed.success || (failed.data.error === undefined && failed.data.message === undefined)) {
    return {
      kind: 'broken',
      reason: 'npm audit printed a report of a kind that is not known here',
    };
  }
  const { message = '', statusCode, error } = failed.data;
  const code = error?.code ?? '';
  const text = withoutAddresses(message === '' ? `${code} ${error?.summary ?? ''}` : message);
  const unanswered =
    statusCode !== undefined || networkCode.test(code) || message.startsWith('request to ');
  return { kind: unanswered ? 'unanswered' : 'broken', reason: text };
}
