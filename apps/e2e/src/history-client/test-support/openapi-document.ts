import type { Shape } from '@refill/history-client/answer-reader';
import { z } from 'zod';

const schemaNode = z.record(z.string(), z.unknown());
const operation = z.object({
  parameters: z.array(z.object({ in: z.string(), name: z.string() })).default([]),
  requestBody: z
    .object({ content: z.object({ 'application/json': z.object({ schema: schemaNode }) }) })
    .optional(),
  responses: z.record(
    z.string(),
    z.object({
      content: z
        .object({ 'application/json': z.object({ schema: schemaNode }).optional() })
        .optional(),
    }),
  ),
});
const openApi = z.object({
  paths: z.record(z.string(), z.record(z.string(), operation)),
  components: z.object({ schemas: z.record(z.string(), schemaNode) }),
});

/** The parts of an OpenAPI document that a client goes by. */
export type OpenApi = z.output<typeof openApi>;

/** Reads those parts. */
export function parseOpenApi(document: unknown): OpenApi {
  return openApi.parse(document);
}

/** What one operation takes and gives. */
export interface OperationContract {
  readonly query: readonly string[];
  readonly body: readonly string[];
  /** One for each answer of success that says something. */
  readonly answers: readonly Shape[];
}

/** All operations of a document by `GET /v1/…`. */
export function contractsOf(document: OpenApi): Readonly<Record<string, OperationContract>> {
  return Object.fromEntries(
    Object.entries(document.paths).flatMap(([path, operations]) =>
      Object.entries(operations).map(([method, { parameters, requestBody, responses }]) => [
        `${method.toUpperCase()} ${path}`,
        {
          query: parameters.flatMap((each) => (each.in === 'query' ? [each.name] : [])).sort(),
          body: bodyNames(requestBody?.content['application/json'].schema ?? {}),
          answers: Object.entries(responses).flatMap(([status, { content }]) => {
            const schema = content?.['application/json']?.schema;
            return status.startsWith('2') && status !== '204' && schema !== undefined
              ? [shapeOf(schema, document)]
              : [];
          }),
        },
      ]),
    ),
  );
}

function bodyNames(schema: Readonly<Record<string, unknown>>): readonly string[] {
  const choices = z.array(schemaNode).safeParse(schema['anyOf']);
  if (choices.success) return choices.data.flatMap(bodyNames).sort();
  return Object.keys(schemaNode.parse(schema['properties'] ?? {})).sort();
}

/** The shape that a JSON Schema of the document describes. */
function shapeOf(schema: Readonly<Record<string, unknown>>, document: OpenApi): Shape {
  const { $ref, anyOf, type } = schema;
  if (typeof $ref === 'string') {
    const named = document.components.schemas[$ref.replace('#/components/schemas/', '')];
    if (named === undefined) throw new Error(`${$ref} is not in the document`);
    return shapeOf(named, document);
  }
  if (Array.isArray(anyOf)) {
    const choices = z.array(schemaNode).parse(anyOf);
    const [one, ...others] = choices.filter((choice) => choice['type'] !== 'null');
    if (one === undefined || others.length > 0)
      throw new Error(`unread: ${JSON.stringify(schema)}`);
    const of = shapeOf(one, document);
    return choices.length === 1 ? of : { kind: 'nullable', of };
  }
  if (Array.isArray(type)) {
    const types = z.array(z.string()).parse(type);
    const [one, ...others] = types.filter((each) => each !== 'null');
    if (others.length > 0) throw new Error(`unread: ${JSON.stringify(schema)}`);
    const of = shapeOf({ ...schema, type: one }, document);
    return types.length === 1 ? of : { kind: 'nullable', of };
  }
  switch (type) {
    case 'string':
      return schema['enum'] === undefined
        ? { kind: 'text' }
        : { kind: 'one-of', known: z.array(z.string()).parse(schema['enum']) };
    case 'integer':
    case 'number':
      return { kind: 'number' };
    case 'boolean':
      return { kind: 'flag' };
    case 'array':
      return { kind: 'list', of: shapeOf(schemaNode.parse(schema['items']), document) };
    case 'object':
      return objectShapeOf(schema, document);
    case undefined:
      return { kind: 'any' };
    default:
      throw new Error(`unread: ${JSON.stringify(schema)}`);
  }
}

function objectShapeOf(schema: Readonly<Record<string, unknown>>, document: OpenApi): Shape {
  if (schema['properties'] === undefined) return { kind: 'record' };
  const properties = z.record(z.string(), schemaNode).parse(schema['properties']);
  const required = z.array(z.string()).parse(schema['required'] ?? []);
  return {
    kind: 'object',
    fields: Object.fromEntries(
      Object.entries(properties).map(([name, each]) => {
        const of = shapeOf(each, document);
        // What an answer may lack is unknown to those who read it.
        return [name, required.includes(name) ? of : { kind: 'nullable', of }];
      }),
    ),
  };
}
