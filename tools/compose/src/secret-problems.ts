import type { ComposeFile } from './compose-file';

const secretName = /(PASSWORD|PWD|TOKEN|SECRET|ACCESS_KEY|API_KEY|ENCRYPTION_KEY)/;

/** `${NAME:?message}` and nothing else: Compose stops when it is not set. */
const required = /^\$\{[A-Z][A-Z0-9_]*:\?[^}]+\}$/;

/** Tells which secrets a compose file holds itself, or gives a default for. */
export function secretProblems(compose: ComposeFile): readonly string[] {
  return Object.entries(compose.services).flatMap(([service, { environment }]) =>
    Object.entries(environment).flatMap(([name, value]) => {
      // Passed on when it is set, as it is.
      if (value === null) return [];
      if (secretName.test(name) && !required.test(value)) {
        return [`${service}: ${name} must be \${…:?message}`];
      }
      const password = /:\/\/[^:/@\s]+:(.+)@/.exec(value)?.[1];
      if (password !== undefined && !required.test(password)) {
        return [`${service}: the password in ${name} must be \${…:?message}`];
      }
      return [];
    }),
  );
}

/** The variables that Compose insists on, in the text of a compose file. */
export function requiredVariables(text: string): readonly string[] {
  const names = [...text.matchAll(/\$\{([A-Z][A-Z0-9_]*):\?/g)].map((match) => match[1] ?? '');
  return [...new Set(names)].sort();
}
