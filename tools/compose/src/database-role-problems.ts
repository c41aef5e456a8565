import type { ComposeFile, ComposeService } from './compose-file';

/** Who migrates, and ends; all others read and write rows. */
const migrator = 'migrate';
const owner = 'refill_owner';
const application = 'refill';
const ownerPassword = 'REFILL_OWNER_DB_PASSWORD';

/** The user in a PostgreSQL URL. */
function userOf(url: string): string | undefined {
  return /^postgres(?:ql)?:\/\/([^:@/]+)/.exec(url)?.[1];
}

/** Tells which services have more rights in Refill's database than they need, or too few. */
export function databaseRoleProblems(compose: ComposeFile): readonly string[] {
  return Object.entries(compose.services).flatMap(([name, service]) => {
    const problems = [...passwordProblems(name, service), ...urlProblems(name, service)];
    return problems.map((problem) => `${name}: ${problem}`);
  });
}

function passwordProblems(name: string, { environment }: ComposeService): readonly string[] {
  // PostgreSQL itself makes the role.
  if (name === migrator || name === 'postgres') return [];
  const given = Object.entries(environment).some(([variable, value]) =>
    `${variable}=${value ?? ''}`.includes(ownerPassword),
  );
  return given ? ["it is given the owner's password"] : [];
}

function urlProblems(name: string, service: ComposeService): readonly string[] {
  const { DATABASE_URL: url, DATABASE_MIGRATE: migrate } = service.environment;
  if (url === undefined || url === null) return [];
  const user = userOf(url) ?? 'nobody';
  if (name === migrator) {
    return user === owner ? [] : [`it may not change the schema, as ${user}`];
  }
  const waits = service.depends_on[migrator]?.condition === 'service_completed_successfully';
  return [
    ...(user === application ? [] : [`it may change the schema, as ${user}`]),
    ...(migrate === 'off' ? [] : ['DATABASE_MIGRATE is not off']),
    ...(waits ? [] : [`it does not wait until ${migrator} is done`]),
  ];
}
