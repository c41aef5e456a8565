import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';

const networks = z.union([z.array(z.string()), z.record(z.string(), z.unknown())]);

const service = z.object({
  image: z.string().optional(),
  build: z
    .object({ context: z.string(), dockerfile: z.string(), target: z.string().optional() })
    .optional(),
  command: z.array(z.string()).default([]),
  profiles: z.array(z.string()).default([]),
  restart: z.string().optional(),
  user: z.string().optional(),
  read_only: z.boolean().default(false),
  cap_drop: z.array(z.string()).default([]),
  security_opt: z.array(z.string()).default([]),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).default({}),
  environment: z.record(z.string(), z.string().nullable()).default({}),
  ports: z.array(z.string()).default([]),
  networks: networks
    .default([])
    .transform((value) => (Array.isArray(value) ? value : Object.keys(value))),
  volumes: z.array(z.string()).default([]),
  configs: z.array(z.object({ source: z.string(), target: z.string() })).default([]),
  secrets: z.array(z.string()).default([]),
  healthcheck: z.object({ test: z.array(z.string()) }).optional(),
});

const composeFile = z.object({
  services: z.record(z.string(), service),
  networks: z.record(z.string(), z.unknown()).default({}),
  volumes: z.record(z.string(), z.unknown()).default({}),
  configs: z.record(z.string(), z.object({ file: z.string() })).default({}),
  secrets: z.record(z.string(), z.object({ file: z.string() })).default({}),
});

/** One service of a compose file, as far as the checks look at it. */
export type ComposeService = z.output<typeof service>;

/** A compose file, as far as the checks look at it; variables are not filled in. */
export type ComposeFile = z.output<typeof composeFile>;

/** Reads a YAML file with its anchors and merges resolved. */
export function readYaml(file: string): unknown {
  const document: unknown = parse(readFileSync(file, 'utf8'), { merge: true });
  return document;
}

/**
 * Reads what the checks need of a parsed compose file.
 * @throws ZodError when it is written in another of Compose's many ways than ours
 */
export function composeFileOf(document: unknown): ComposeFile {
  return composeFile.parse(document);
}
