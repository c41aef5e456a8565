/** Where people find the Temporal UI. */
export interface TemporalUi {
  /** `TEMPORAL_UI_URL`. */
  readonly url: string;
  /** `TEMPORAL_NAMESPACE`. */
  readonly namespace: string;
}

/** The page of a workflow run in the Temporal UI; `null` without a UI. */
export function workflowUrl(
  ui: TemporalUi | null,
  workflow: { readonly workflowId: string; readonly runId: string },
): string | null {
  if (ui === null) return null;
  const path = [ui.namespace, 'workflows', workflow.workflowId, workflow.runId];
  return `${ui.url.replace(/\/+$/, '')}/namespaces/${path.map(encodeURIComponent).join('/')}`;
}
