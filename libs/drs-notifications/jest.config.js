module.exports = {
  ...require('../../jest.preset.js'),
  displayName: 'drs-notifications',
  rootDir: __dirname,
};
