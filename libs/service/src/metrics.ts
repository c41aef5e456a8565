import { collectDefaultMetrics, Registry } from 'prom-client';

/** Creates a service's metrics registry, with Node's own metrics and the label `service` on all. */
export function createMetrics(service: string): Registry {
  const registry = new Registry();
  registry.setDefaultLabels({ service });
  collectDefaultMetrics({ register: registry });
  return registry;
}
