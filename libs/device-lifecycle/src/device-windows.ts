/** How long a device may stay as it is; every value in ms. Given to a device when it starts. */
export interface DeviceWindows {
  /** `DEVICE_NUDGE_AFTER`: how long after the registration the customer is asked to choose products. */
  readonly nudgeAfterMs: number;
}

/** The default of every window, from the design. */
export const DEFAULT_DEVICE_WINDOWS: DeviceWindows = { nudgeAfterMs: 24 * 3_600_000 };
