import { exampleOf, isPart, type Part, problemExample } from './openapi-examples';

/**
 * Completes, in place, what the schemas of the routes say: gives every parameter, request and answer an example, and
 * takes the body from answers that have none (204).
 * @param paths of the document
 * @param schemas its named ones
 */
export function completePaths(paths: unknown, schemas: unknown): void {
  const named = isPart(schemas) ? schemas : {};
  for (const operations of partsOf(paths)) {
    for (const operation of partsOf(operations)) {
      const { parameters, requestBody, responses } = operation;
      for (const parameter of Array.isArray(parameters) ? parameters.filter(isPart) : []) {
        parameter['example'] = exampleOf(parameter['schema'], String(parameter['name']), named);
      }
      for (const media of mediaOf(requestBody)) {
        if (isPart(requestBody) && mayBeNull(media['schema'])) requestBody['required'] = false;
        media['example'] = exampleOf(media['schema'], '', named);
      }
      for (const [status, response] of Object.entries(isPart(responses) ? responses : {})) {
        if (status === '204' && isPart(response)) delete response['content'];
        for (const media of mediaOf(response)) {
          media['example'] =
            Number(status) >= 400 ? problemExample(status) : exampleOf(media['schema'], '', named);
        }
      }
    }
  }
}

/** A body that may be `null` may be missing, which JSON Schema cannot say. */
function mayBeNull(schema: unknown): boolean {
  const choices: unknown = isPart(schema) ? schema['anyOf'] : undefined;
  return Array.isArray(choices) && choices.some((each) => isPart(each) && each['type'] === 'null');
}

function mediaOf(message: unknown): readonly Part[] {
  return isPart(message) ? partsOf(message['content']) : [];
}

function partsOf(value: unknown): readonly Part[] {
  return isPart(value) ? Object.values(value).filter(isPart) : [];
}
