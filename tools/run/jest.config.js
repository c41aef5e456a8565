// The scripts are plain Node, so that they run before anything is installed; so are their tests, which start them.
module.exports = {
  ...require('../../jest.preset.js'),
  displayName: 'run',
  rootDir: __dirname,
  testMatch: ['<rootDir>/*.test.js'],
};
