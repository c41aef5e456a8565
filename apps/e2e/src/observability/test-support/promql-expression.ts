import { parser } from '@prometheus-io/lezer-promql';

/** A part of an expression: of Lezer's two sets of types, for the two kinds of modules, none fits the other. */
interface Part {
  readonly from: number;
  readonly to: number;
  getChild(name: string): Part | null;
  getChildren(name: string): Part[];
}

/** Time series that an expression reads: a metric, and the labels it filters by. */
export interface Selector {
  readonly metric: string;
  readonly labels: readonly string[];
}

/** What an expression of PromQL reads. */
export interface PromqlExpression {
  readonly selectors: readonly Selector[];
  /** Labels in `by (…)`. */
  readonly groupings: readonly string[];
}

/**
 * Reads an expression with the grammar that Prometheus' own editor uses. It knows syntax, and no types.
 * @throws Error that shows the place which is no PromQL
 */
export function parsePromql(text: string): PromqlExpression {
  const selectors: Selector[] = [];
  const groupings: string[] = [];
  const textOf = ({ from, to }: { readonly from: number; readonly to: number }) =>
    text.slice(from, to);
  if (text.trim() === '') throw new Error('the expression is empty');
  parser.parse(text).iterate({
    enter: (node) => {
      if (node.type.isError) {
        throw new Error(`no PromQL: ${text.slice(0, node.from)} → ${text.slice(node.from)}`);
      }
      if (node.name === 'VectorSelector') {
        const metric = node.node.getChild('Identifier');
        if (metric === null) throw new Error(`no metric is named: ${textOf(node)}`);
        selectors.push({ metric: textOf(metric), labels: labelsIn(node.node).map(textOf) });
      }
      if (node.name === 'GroupingLabels') {
        groupings.push(...node.node.getChildren('LabelName').map(textOf));
      }
    },
  });
  return { selectors, groupings };
}

function labelsIn(selector: Part): readonly Part[] {
  const matchers = selector.getChild('LabelMatchers')?.getChildren('UnquotedLabelMatcher') ?? [];
  return matchers.flatMap((matcher) => matcher.getChildren('LabelName'));
}
