import { isUtf8 } from 'node:buffer';
import type { FastifyInstance } from 'fastify';
import { ProblemError } from './problem-details';

/**
 * Makes JSON the one kind of body that routes take, and only in UTF-8 (RFC 8259, section 8.1): decoding anything
 * else would replace what doesn't fit in silence.
 *
 * Other media types get 415 `MEDIA_TYPE_UNSUPPORTED`; a scope may add its own parsers. A request without a body may
 * name JSON all the same, as many clients do: whether it needs a body is its route's schema's to say.
 */
export function takeJsonBodies(app: FastifyInstance): void {
  const parseJson = app.getDefaultJsonParser('error', 'error');
  app.removeAllContentTypeParsers();
  app.addContentTypeParser<Buffer>(
    'application/json',
    { parseAs: 'buffer' },
    (request, body, done) => {
      if (body.length === 0) done(null, undefined);
      else if (isUtf8(body)) void parseJson(request, body.toString('utf8'), done);
      else {
        done(
          new ProblemError({
            status: 400,
            code: 'BODY_NOT_UTF8',
            title: 'The body is not UTF-8',
          }),
        );
      }
    },
  );
}
