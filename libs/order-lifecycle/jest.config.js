module.exports = {
  ...require('../../jest.preset.js'),
  displayName: 'order-lifecycle',
  rootDir: __dirname,
};
