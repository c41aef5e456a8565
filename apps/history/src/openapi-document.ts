import type { FastifyDynamicSwaggerOptions, SwaggerTransformObject } from '@fastify/swagger';
import { completePaths } from './complete-openapi';
import {
  createJsonSchemaTransform,
  createJsonSchemaTransformObject,
} from 'fastify-type-provider-zod';

type JsonSchemaConfig = NonNullable<
  NonNullable<Parameters<typeof createJsonSchemaTransformObject>[0]>['zodToJsonConfig']
>;

/** How zod's schemas are written as JSON Schema: less exact than zod has it, where that serves readers. */
const jsonSchemaConfig: JsonSchemaConfig = {
  override: ({ zodSchema, jsonSchema }) => {
    const { def } = zodSchema._zod;
    // `format` says it; the pattern fills half a screen each time.
    if (jsonSchema.format === 'date-time') delete jsonSchema.pattern;
    // Answers may get more fields: a client must not be told to refuse them.
    if (def.type === 'object' && !('catchall' in def && def.catchall !== undefined)) {
      delete jsonSchema.additionalProperties;
    }
  },
};

const transformObject = createJsonSchemaTransformObject({ zodToJsonConfig: jsonSchemaConfig });

/** Named schemas are only used in answers; the library adds a variant of each for requests. */
const complete: SwaggerTransformObject = (document) => {
  const openapi = transformObject(document);
  if (!('components' in openapi) || openapi.components?.schemas === undefined) return openapi;
  openapi.components.schemas = Object.fromEntries(
    Object.entries(openapi.components.schemas).filter(([name]) => !name.endsWith('Input')),
  );
  completePaths(openapi.paths ?? {}, openapi.components.schemas);
  return openapi;
};

/** What `@fastify/swagger` needs to describe the history API from its zod schemas. */
export const openApiOptions: FastifyDynamicSwaggerOptions = {
  openapi: {
    openapi: '3.1.0',
    info: {
      title: 'Refill order history',
      description: 'Amazon DRS devices and their orders: how they stand and what happened to them.',
      version: '1',
    },
    components: {
      securitySchemes: {
        readToken: { type: 'http', scheme: 'bearer', description: 'HISTORY_READ_TOKEN' },
        writeToken: { type: 'http', scheme: 'bearer', description: 'HISTORY_WRITE_TOKEN' },
      },
    },
  },
  transform: createJsonSchemaTransform({ zodToJsonConfig: jsonSchemaConfig }),
  transformObject: complete,
};
