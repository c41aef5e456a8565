const fs = require('node:fs');
const path = require('node:path');

const projects = ['libs', 'workflows', 'apps', 'tools'].flatMap((folder) =>
  fs
    .readdirSync(path.join(__dirname, folder))
    .map((name) => path.join(__dirname, folder, name, 'jest.config.js'))
    .filter((file) => fs.existsSync(file)),
);

// Jest takes the time limit from here, not from the projects: for small and noisy machines.
module.exports = { projects, testTimeout: 120_000 };
