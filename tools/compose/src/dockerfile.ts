/** A `COPY` of a Dockerfile. */
export interface DockerfileCopy {
  /** The stage it copies from; `null` for the build context. */
  readonly from: string | null;
  readonly sources: readonly string[];
}

/** A stage of a Dockerfile. */
export interface DockerfileStage {
  readonly name: string;
  readonly base: string;
  readonly copies: readonly DockerfileCopy[];
  /** The user named last, in this stage itself. */
  readonly user: string | null;
  /** The words of its `CMD`. */
  readonly command: readonly string[];
}

/** Reads the stages of a Dockerfile in their order; only what the checks look at. */
export function dockerfileStages(text: string): readonly DockerfileStage[] {
  const stages: DockerfileStage[] = [];
  for (const line of logicalLines(text)) {
    const [instruction = '', ...words] = line.split(/\s+/);
    if (instruction === 'FROM') {
      const name = words[1]?.toUpperCase() === 'AS' ? (words[2] ?? '') : '';
      stages.push({ name, base: words[0] ?? '', copies: [], user: null, command: [] });
      continue;
    }
    const stage = stages.at(-1);
    if (stage === undefined) continue;
    const rest = line.slice(instruction.length).trim();
    if (instruction === 'COPY') {
      stages.splice(-1, 1, { ...stage, copies: [...stage.copies, copyOf(words)] });
    } else if (instruction === 'USER') {
      stages.splice(-1, 1, { ...stage, user: rest });
    } else if (instruction === 'CMD') {
      const command = [...rest.matchAll(/"([^"]*)"/g)].map((match) => match[1] ?? '');
      stages.splice(-1, 1, { ...stage, command });
    }
  }
  return stages;
}

function logicalLines(text: string): readonly string[] {
  return text
    .split('\n')
    .filter((line) => !line.trimStart().startsWith('#'))
    .join('\n')
    .replaceAll(/\\\n/g, ' ')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

function copyOf(words: readonly string[]): DockerfileCopy {
  const options = words.filter((word) => word.startsWith('--'));
  const from = options.find((option) => option.startsWith('--from='));
  const paths = words.filter((word) => !word.startsWith('--'));
  return { from: from?.slice('--from='.length) ?? null, sources: paths.slice(0, -1) };
}
