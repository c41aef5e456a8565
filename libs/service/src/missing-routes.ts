import type { FastifyInstance, HTTPMethods } from 'fastify';
import FindMyWay from 'find-my-way';
import { ProblemError } from './problem-details';

function isMethodList(method: HTTPMethods | HTTPMethods[]): method is HTTPMethods[] {
  return Array.isArray(method);
}

/**
 * Answers requests that fit no route: 405 `METHOD_NOT_ALLOWED` with `Allow` where another method would do,
 * else 404 `NOT_FOUND`. Their bodies aren't read.
 *
 * To be called before any route is added.
 */
export function answerMissingRoutes(app: FastifyInstance, maxParamLength: number): void {
  // Fastify looks routes up by method and path only; this router knows the methods of a path.
  const paths = FindMyWay({ maxParamLength });
  const methodsOf = new Map<string, Set<string>>();
  app.addHook('onRoute', ({ url, method }) => {
    // Of a plugin that looks at everything, such as CORS: that doesn't make a path one.
    if (url === '*' || url === '/*') return;
    const methods = methodsOf.get(url) ?? new Set();
    if (!methodsOf.has(url)) {
      methodsOf.set(url, methods);
      paths.on('GET', url, () => undefined, { methods });
    }
    for (const one of isMethodList(method) ? method : [method]) methods.add(one);
  });

  const problemOf = (url: string): ProblemError => {
    const path = url.split('?', 1)[0] ?? '/';
    const pattern: unknown = paths.find('GET', path)?.store;
    const methods =
      typeof pattern === 'object' && pattern !== null && 'methods' in pattern
        ? pattern.methods
        : undefined;
    if (!(methods instanceof Set) || methods.size === 0) {
      return new ProblemError({ status: 404, code: 'NOT_FOUND', title: 'There is nothing here' });
    }
    const allowed = [...methods].sort().join(', ');
    return new ProblemError({
      status: 405,
      code: 'METHOD_NOT_ALLOWED',
      title: 'This method is not allowed here',
      detail: `Allowed: ${allowed}.`,
      headers: { allow: allowed },
    });
  };
  app.addHook('onRequest', async (request) => {
    if (request.is404) throw problemOf(request.url);
    await Promise.resolve();
  });
  // For routes that find out themselves that there is nothing, such as those of files.
  app.setNotFoundHandler(() => {
    throw new ProblemError({ status: 404, code: 'NOT_FOUND', title: 'There is nothing here' });
  });
}
