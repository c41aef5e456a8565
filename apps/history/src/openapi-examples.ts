/** An object in a JSON document. */
export type Part = Record<string, unknown>;

const TIME = '2026-01-05T10:00:00.000Z';

/** What stands under a name wherever it comes up, so that all examples tell of the same order. */
const BY_NAME: Readonly<Part> = {
  orderId: 'amzn1.dash.v2.o.ci1hZ2VudA',
  customerId: 'amzn1.account.AEXAMPLE',
  modelId: 'PetFeeder',
  serialNumber: 'SN-0001',
  slotId: 'Slot1',
  asin: 'B00EXAMPLE',
  unit: 'count',
  quantity: 1,
  limit: 50,
  workflowId: 'order:amzn1.dash.v2.o.ci1hZ2VudA',
  runId: '019b8d5e-7c11-7d52-9c4f-0d2f6d1b3a55',
  actionId: '0f8fad5b-d9cb-469f-a165-70867728950e',
  url: 'https://temporal.example/namespaces/default/workflows/order%3Aamzn1.dash.v2.o.ci1hZ2VudA',
  notificationId: 'amzn1.notification.00000001',
  messageId: '<order-placed.0001@refill.example>',
  email: 'somebody@example.com',
  to: 'somebody-else@example.com',
  name: 'Somebody',
  locale: 'de-AT',
  actor: 'on-call',
  reason: 'Asked for by the customer',
  note: 'A test message',
  text: 'The customer called',
  token: 'ab893cb3',
  reasonCode: 'DRS_UNKNOWN_TYPE',
  code: 'DRS_UNKNOWN_TYPE',
  pseudonym: 'erased-0123456789abcdef0123456789abcdef',
  cursor: 'WyJvMSIsIjIwMjYtMDEtMDVUMTA6MDA6MDAuMDAwWiIsIm8iXQ',
  nextCursor: null,
  id: '1',
  quarantineId: '1',
  replayId: '1',
  sampleIds: ['1'],
  seq: 1,
};

/** The example of a problem, by its status. */
const PROBLEMS: Readonly<Part> = {
  '400': {
    code: 'REQUEST_INVALID',
    title: 'The request does not fit its schema',
    errors: [{ path: 'querystring/limit', expected: 'Too big: expected number to be <=200' }],
  },
  '401': { code: 'TOKEN_MISSING', title: 'A bearer token is needed' },
  '403': { code: 'HISTORY_TOKEN_READ_ONLY', title: 'The read token is not enough here' },
  '404': { code: 'HISTORY_ORDER_NOT_FOUND', title: 'The history does not hold this order' },
  '409': { code: 'HISTORY_ORDER_CLOSED', title: 'This order has ended already' },
  '413': { code: 'BODY_TOO_LARGE', title: 'The body is too large' },
  '415': { code: 'MEDIA_TYPE_UNSUPPORTED', title: 'The media type is not supported here' },
  '503': {
    code: 'HISTORY_DATABASE_UNAVAILABLE',
    title: 'The order history cannot be reached now',
    detail: 'Try again in some seconds.',
  },
};

/**
 * Makes an example of a problem document with a status.
 * @throws Error when there is none for the status
 */
export function problemExample(status: string): unknown {
  const example = PROBLEMS[status];
  if (!isPart(example)) throw new Error(`no example of a problem with the status ${status}`);
  return {
    type: `urn:refill:problem:${String(example['code'])}`,
    status: Number(status),
    ...example,
  };
}

/**
 * Makes an example that fits a JSON Schema: its own where it has one, else one of its parts.
 * @param name under which it stands
 * @param named the schemas of the document, for `$ref`
 */
export function exampleOf(schema: unknown, name: string, named: Readonly<Part>): unknown {
  if (!isPart(schema)) return null;
  const { $ref, examples, anyOf, enum: values, type, properties, items } = schema;
  if (isList(examples) && examples.length > 0) return examples[0];
  if (typeof $ref === 'string') {
    return exampleOf(named[$ref.replace('#/components/schemas/', '')], name, named);
  }
  if ('const' in schema) return schema['const'];
  if (isList(anyOf)) {
    return exampleOf(
      anyOf.find((each) => !(isPart(each) && each['type'] === 'null')),
      name,
      named,
    );
  }
  if (isList(values)) return values[0];
  const kind = isList(type) ? type.find((each) => each !== 'null') : type;
  if (kind !== 'object' && kind !== 'array' && name in BY_NAME) return BY_NAME[name];
  switch (kind) {
    case 'object':
      return Object.fromEntries(
        Object.entries(isPart(properties) ? properties : {}).map(([field, each]) => [
          field,
          exampleOf(each, field, named),
        ]),
      );
    case 'array':
      return [exampleOf(items, name, named)];
    case 'boolean':
      return false;
    case 'integer':
    case 'number':
      return 1;
    case 'string':
      return schema['format'] === 'date-time' ? TIME : name;
    default:
      return null;
  }
}

/** Whether a part of a document is an object. */
export function isPart(value: unknown): value is Part {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}
