/** The metrics that services tell, each with the labels of its series; one that has no series yet has none. */
export type ExposedMetrics = ReadonlyMap<string, ReadonlySet<string>>;

/** Reads Prometheus' text format. @param texts the answers of `/metrics` */
export function exposedMetrics(texts: readonly string[]): ExposedMetrics {
  const metrics = new Map<string, Set<string>>();
  for (const line of texts.join('\n').split('\n')) {
    const type = /^# TYPE (\S+)/.exec(line)?.[1];
    if (type !== undefined && !metrics.has(type)) metrics.set(type, new Set());
    const [, name, labels = ''] = /^([a-zA-Z_:][\w:]*)(\{.*\})? /.exec(line) ?? [];
    if (name === undefined) continue;
    const known = metrics.get(name) ?? new Set<string>();
    for (const [, label] of labels.matchAll(/[{,](\w+)="/g)) known.add(label ?? '');
    metrics.set(name, known);
  }
  return metrics;
}
