module.exports = {
  ...require('../../jest.preset.js'),
  displayName: 'sns',
  rootDir: __dirname,
};
