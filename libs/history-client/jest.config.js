module.exports = {
  ...require('../../jest.preset.js'),
  displayName: 'history-client',
  rootDir: __dirname,
};
