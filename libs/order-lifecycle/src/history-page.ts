/**
 * The page of an order on the history service.
 * @param historyUrl `HISTORY_URL`, with or without a slash at its end
 */
export function orderPageUrl(historyUrl: string, orderId: string): string {
  return pageUrl(historyUrl, ['orders', orderId]);
}

/**
 * The page of a device on the history service.
 * @param historyUrl `HISTORY_URL`, with or without a slash at its end
 */
export function devicePageUrl(
  historyUrl: string,
  device: { readonly modelId: string; readonly serialNumber: string },
): string {
  return pageUrl(historyUrl, ['devices', device.modelId, device.serialNumber]);
}

function pageUrl(historyUrl: string, parts: readonly string[]): string {
  return [historyUrl.replace(/\/+$/, ''), ...parts.map(encodeURIComponent)].join('/');
}
