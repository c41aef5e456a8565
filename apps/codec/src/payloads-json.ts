import type { Payload } from '@temporalio/common';
import { z } from 'zod';

/** Bytes in Protobuf's JSON: base64, either alphabet, with or without padding (proto3 JSON mapping). */
const bytes = z
  .string()
  .regex(/^[A-Za-z0-9+/_-]*={0,2}$/, 'expected base64')
  .transform((text) => Buffer.from(text, 'base64'));

/**
 * Temporal's `Payloads` in Protobuf's JSON. Strict: a field that is not known here would be lost on the way.
 */
export const payloadsSchema = z.strictObject({
  payloads: z
    .array(
      z
        .strictObject({
          metadata: z.record(z.string(), bytes).nullish(),
          data: bytes.nullish(),
        })
        .transform(({ metadata, data }): Payload => ({
          metadata: metadata ?? null,
          data: data ?? null,
        })),
    )
    .default([]),
});

/** A payload in Protobuf's JSON. */
export interface PayloadJson {
  readonly metadata: Readonly<Record<string, string>>;
  readonly data: string;
}

/** Writes payloads in Protobuf's JSON. */
export function payloadsToJson(payloads: readonly Payload[]): { readonly payloads: PayloadJson[] } {
  const base64 = (value: Uint8Array): string => Buffer.from(value).toString('base64');
  return {
    payloads: payloads.map(({ metadata, data }) => ({
      metadata: Object.fromEntries(
        Object.entries(metadata ?? {}).map(([name, value]) => [name, base64(value)]),
      ),
      data: base64(data ?? new Uint8Array()),
    })),
  };
}
