import { devicePageUrl, orderPageUrl } from './history-page';

describe('the page of an order or a device', () => {
  it('keeps every part of its path apart', () => {
    expect(orderPageUrl('http://localhost:8081', 'a/b ?#%')).toBe(
      'http://localhost:8081/orders/a%2Fb%20%3F%23%25',
    );
    expect(devicePageUrl('https://host/history//', { modelId: 'm/1', serialNumber: 'ä' })).toBe(
      'https://host/history/devices/m%2F1/%C3%A4',
    );
  });
});
