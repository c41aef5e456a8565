import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ComponentChildren } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { PageLayout, type Section } from './page-layout';
import { sessionOf, takeFlash } from './page-session';

/** What a page says in its head. */
export interface PageHead {
  readonly title: string;
  readonly current: Section;
  /** 200 by default. */
  readonly status?: number;
  /** Whether it renews itself when what it shows changes; not by default. */
  readonly live?: boolean;
}

/** Answers with a page in its layout; what it says comes out as text, never as markup. */
export async function sendPage(
  request: FastifyRequest,
  reply: FastifyReply,
  { title, current, status = 200, live = false }: PageHead,
  body: ComponentChildren,
): Promise<FastifyReply> {
  const html = renderToString(
    <PageLayout
      title={title}
      current={current}
      session={sessionOf(request)}
      flash={takeFlash(request)}
      live={live}
    >
      {body}
    </PageLayout>,
  );
  return await reply
    .status(status)
    .header('content-type', 'text/html; charset=utf-8')
    .send(`<!doctype html>${html}`);
}
