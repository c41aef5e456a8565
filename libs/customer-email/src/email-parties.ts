import { plainLine } from './plain-line';

/** To whom a mail is, from whom, and about which device: as it comes from outside. */
export interface EmailPartiesInput {
  readonly name: string | null;
  readonly brand: string | null;
  readonly device: { readonly modelId: string; readonly serialNumber: string };
}

/** The values that every kind's template may use. */
export interface EmailParties {
  /** The customer's name, `null` when it is not known. */
  readonly name: string | null;
  /** Who writes: the display name of `EMAIL_FROM`, `null` when it has none. */
  readonly brand: string | null;
  readonly modelId: string;
  readonly serialNumber: string;
}

/** Makes harmless lines of what comes from outside. */
export function emailParties({ name, brand, device }: EmailPartiesInput): EmailParties {
  return {
    name: name === null ? null : plainLine(name, 80) || null,
    brand: brand === null ? null : plainLine(brand, 80) || null,
    modelId: plainLine(device.modelId),
    serialNumber: plainLine(device.serialNumber),
  };
}
