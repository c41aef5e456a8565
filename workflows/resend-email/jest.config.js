module.exports = {
  ...require('../../jest.preset.js'),
  displayName: 'resend-email-workflow',
  rootDir: __dirname,
};
