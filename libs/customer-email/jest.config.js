module.exports = {
  ...require('../../jest.preset.js'),
  displayName: 'customer-email',
  rootDir: __dirname,
};
