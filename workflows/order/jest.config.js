module.exports = {
  ...require('../../jest.preset.js'),
  displayName: 'order-workflow',
  rootDir: __dirname,
};
