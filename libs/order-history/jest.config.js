module.exports = {
  ...require('../../jest.preset.js'),
  displayName: 'order-history',
  rootDir: __dirname,
};
