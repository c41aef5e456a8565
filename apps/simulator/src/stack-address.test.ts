import { stackAddress } from './stack-address';

it.each([
  'http://127.0.0.1:8080',
  'http://localhost:8080',
  'http://[::1]:8080',
  'http://127.1.2.3',
])('accepts %s as this machine', (address) => {
  expect(stackAddress(address, '--target', false)).toBe(address);
});

it('takes the slash at the end away', () => {
  expect(stackAddress('http://127.0.0.1:8080/', '--target', false)).toBe('http://127.0.0.1:8080');
});

it.each([
  'http://192.168.0.1:8080',
  'http://127.0.0.1.example.com',
  'http://localhost.example.com',
  'http://127.0.0.1@example.com',
])('does not take %s for this machine', (address) => {
  expect(() => stackAddress(address, '--target', false)).toThrow('SIMULATOR_TARGET_NOT_LOCAL');
  expect(stackAddress(address, '--target', true)).toBe(address);
});

it.each(['8080', '127.0.0.1:8080', 'file:///tmp', 'http://127.0.0.1:0'])(
  'refuses %s as an address',
  (address) => {
    expect(() => stackAddress(address, '--target', true)).toThrow(
      'SIMULATOR_ADDRESS_INVALID: --target must be an address such as',
    );
  },
);
