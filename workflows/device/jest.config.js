module.exports = {
  ...require('../../jest.preset.js'),
  displayName: 'device-workflow',
  rootDir: __dirname,
};
