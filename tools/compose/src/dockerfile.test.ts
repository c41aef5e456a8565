import { dockerfileStages } from './dockerfile';

describe('dockerfileStages', () => {
  it('reads stages, copies, users and commands', () => {
    const text = `
# FROM commented-out AS nothing
FROM node:22 AS build
COPY --chmod=644 package.json package-lock.json ./
RUN one \\
  && two
FROM build AS service
COPY --from=build /built ./
USER node
CMD ["node", "main.js"]
`;
    expect(dockerfileStages(text)).toEqual([
      {
        name: 'build',
        base: 'node:22',
        copies: [{ from: null, sources: ['package.json', 'package-lock.json'] }],
        user: null,
        command: [],
      },
      {
        name: 'service',
        base: 'build',
        copies: [{ from: 'build', sources: ['/built'] }],
        user: 'node',
        command: ['node', 'main.js'],
      },
    ]);
  });

  it('finds nothing in an empty file', () => {
    expect(dockerfileStages('')).toEqual([]);
  });
});
