import { readFileSync } from 'node:fs';
import path from 'node:path';
import Handlebars from 'handlebars';
import { z } from 'zod';
import { EMAIL_KINDS, type EmailKind } from './email-kinds';
import type { EmailLanguage } from './locale';

/** Beside `src` and beside `dist`. */
const TEMPLATES = path.join(__dirname, '../templates');

/** What a template may be given. Handlebars fails on a name that is not there. */
export type TemplateValues = Readonly<Record<string, unknown>>;
type Template = (values: TemplateValues) => string;

const labelsSchema = z.strictObject({
  greeting: z.string(),
  closing: z.string(),
  moment: z.string(),
  items: z.string(),
  asin: z.string(),
  noAsin: z.string(),
  quantity: z.string(),
  shipped: z.string(),
  notShipped: z.string(),
  details: z.string(),
  estimatedDelivery: z.string(),
  expectedBy: z.string(),
  cancelledAt: z.string(),
  shippedAt: z.string(),
  device: z.string(),
  deviceValue: z.string(),
  slot: z.string(),
  order: z.string(),
  test: z.string(),
  footer: z.string(),
  deviceFooter: z.string(),
  registeredAt: z.string(),
  deregisteredAt: z.string(),
  changedAt: z.string(),
  changes: z.string(),
  supplies: z.string(),
  suppliesNow: z.string(),
  productWithQuantity: z.string(),
  more: z.string(),
  before: z.string(),
  now: z.string(),
  lastSelected: z.string(),
  reorderingOn: z.string(),
  reorderingOff: z.string(),
  reorderingUnknown: z.string(),
  nothingSelected: z.string(),
  productUnknown: z.string(),
  newRegistration: z.string(),
  productChosen: z.string(),
  selectionCleared: z.string(),
  switchedOn: z.string(),
  switchedOff: z.string(),
  productReplaced: z.string(),
});

/** The name of a piece of wording that all kinds of mail share. */
export type EmailLabel = keyof z.infer<typeof labelsSchema>;

/** The words of one language. */
export interface EmailWords {
  readonly label: (label: EmailLabel, values?: TemplateValues) => string;
  /** The subject, heading and paragraphs of a kind, as the template's text. */
  readonly kind: (kind: EmailKind, values: TemplateValues) => string;
}

/**
 * Compiles a template of the templates folder.
 * @param escape `html` where the result is HTML, `none` where it is plain text
 * @throws Error when the file is missing or is no Handlebars
 */
export function compileTemplateFile(file: string, escape: 'html' | 'none'): Template {
  return compile(readFileSync(path.join(TEMPLATES, file), 'utf8'), escape);
}

/**
 * Loads and compiles the words of a language.
 * @throws Error when a file is missing or malformed
 */
export function loadEmailWords(language: EmailLanguage): EmailWords {
  const file = readFileSync(path.join(TEMPLATES, language, 'labels.json'), 'utf8');
  const labels = new Map(
    Object.entries(labelsSchema.parse(JSON.parse(file))).map(([label, words]) => [
      label,
      compile(words, 'none'),
    ]),
  );
  const kinds = new Map(
    EMAIL_KINDS.map((kind) => [kind, compileTemplateFile(`${language}/${kind}.hbs`, 'none')]),
  );
  return {
    label: (label, values = {}) => rendered(labels.get(label), values),
    kind: (kind, values) => rendered(kinds.get(kind), values),
  };
}

function rendered(template: Template | undefined, values: TemplateValues): string {
  if (template === undefined) throw new RangeError('no such template');
  return template(values);
}

function compile(source: string, escape: 'html' | 'none'): Template {
  return Handlebars.compile(source, {
    strict: true,
    knownHelpersOnly: true,
    noEscape: escape === 'none',
  });
}
