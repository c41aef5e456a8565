import { existsSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import type { ComposeFile } from './compose-file';
import { type DockerfileStage, dockerfileStages } from './dockerfile';

/**
 * Tells what is wrong with the images that a compose file builds: Dockerfiles, targets, copied files, users.
 * @param root the folder of the compose file
 */
export function dockerfileProblems(compose: ComposeFile, root: string): readonly string[] {
  return Object.entries(compose.services).flatMap(([name, { build, command }]) => {
    if (build === undefined) return [];
    const context = path.join(root, build.context);
    const file = path.join(context, build.dockerfile);
    if (!existsSync(file)) return [`${name}: there is no ${build.dockerfile}`];
    const stages = dockerfileStages(readFileSync(file, 'utf8'));
    const target = stages.find((stage) => stage.name === build.target);
    if (target === undefined)
      return [`${name}: ${build.dockerfile} has no stage ${String(build.target)}`];
    return [
      ...copyProblems(stages, context),
      ...userProblems(stages, target),
      ...commandProblems(target.name, command.length > 0 ? command : target.command, context),
    ].map((problem) => `${name}: ${problem}`);
  });
}

function copyProblems(stages: readonly DockerfileStage[], context: string): readonly string[] {
  return stages.flatMap((stage, index) => {
    const earlier = new Set(stages.slice(0, index).map(({ name }) => name));
    return stage.copies.flatMap(({ from, sources }) => {
      if (from !== null) {
        return earlier.has(from)
          ? []
          : [`stage ${stage.name} copies from ${from}, which is no earlier stage`];
      }
      return sources
        .filter((source) => !existsSync(path.join(context, source)))
        .map((source) => `stage ${stage.name} copies ${source}, which is not there`);
    });
  });
}

/** The user a stage runs as: its own, or that of the stage it is based on. */
function userProblems(
  stages: readonly DockerfileStage[],
  target: DockerfileStage,
): readonly string[] {
  let stage: DockerfileStage | undefined = target;
  while (stage !== undefined) {
    const { user, base }: DockerfileStage = stage;
    if (user !== null)
      return user === 'root' || user === '0' ? [`${target.name} runs as root`] : [];
    stage = stages.find(({ name }) => name === base);
  }
  return [`${target.name} runs as root`];
}

/** What a service starts must be compiled from a source file that exists. */
function commandProblems(
  stage: string,
  command: readonly string[],
  context: string,
): readonly string[] {
  return command
    .filter((word) => word.endsWith('.js'))
    .map((word) => word.replace('/dist/', '/src/').replace(/\.js$/, '.ts'))
    .filter((source) => !existsSync(path.join(context, source)))
    .map((source) => `${stage} starts what is compiled from ${source}, which is not there`);
}
