import { z } from 'zod';
import {
  OPERATOR_ACTION_KINDS,
  OPERATOR_ACTION_STATES,
  type OperatorAction,
} from '@refill/order-history/operator-action';

/** What an operator did with an order as the API gives it; never the address a mail went to. */
export const operatorActionSchema = z
  .object({
    actionId: z.string().describe('A UUID'),
    orderId: z.string(),
    kind: z.enum(OPERATOR_ACTION_KINDS),
    state: z.enum(OPERATOR_ACTION_STATES),
    actor: z.string().nullable().describe('Who, by their own word'),
    reason: z.string().nullable().describe('Why; of a note its text'),
    emailKind: z.string().nullable(),
    otherAddress: z.boolean().describe("Whether the mail goes to another than the customer's own"),
    outcome: z.string().nullable().describe('The code of what failed; else null'),
    requestedAt: z.iso.datetime(),
    finishedAt: z.iso.datetime().nullable().describe('null while it waits'),
  })
  .meta({
    id: 'OperatorAction',
    examples: [
      {
        actionId: '0f8fad5b-d9cb-469f-a165-70867728950e',
        orderId: 'amzn1.dash.v2.o.ci1hZ2VudA',
        kind: 'end-order',
        state: 'done',
        actor: 'on-call',
        reason: 'Amazon support confirms that it was cancelled',
        emailKind: null,
        otherAddress: false,
        outcome: null,
        requestedAt: '2026-01-06T09:00:00.000Z',
        finishedAt: '2026-01-06T09:00:00.120Z',
      },
    ],
  });

/** An operator's action as the API gives it. */
export function operatorActionJson(action: OperatorAction): z.output<typeof operatorActionSchema> {
  return { ...action };
}
