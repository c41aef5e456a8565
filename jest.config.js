const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const projects = ['libs', 'workflows', 'apps', 'tools'].flatMap((folder) =>
  fs
    .readdirSync(path.join(__dirname, folder))
    .map((name) => path.join(__dirname, folder, name, 'jest.config.js'))
    .filter((file) => fs.existsSync(file)),
);

module.exports = {
  projects,
  // Jest takes the time limit from here, not from the projects: for small and noisy machines.
  testTimeout: 120_000,
  // On two cores Jest would run one file at a time, and most files wait for the services that they start.
  maxWorkers: Math.max(2, os.availableParallelism() - 1),
};
