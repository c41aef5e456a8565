/** The workflow type of a mail that an operator wants sent once more. */
export const RESEND_EMAIL_WORKFLOW_TYPE = 'resendEmail';

/** What such a workflow is started with: the address and the words stand in PostgreSQL. */
export interface ResendEmailInput {
  /** The operator's action: a UUID. */
  readonly actionId: string;
}

/** How it ended. */
export type ResendEmailResult = 'sent' | 'failed';

/** What such a workflow asks of its worker. */
export interface ResendEmailActivities {
  /** Sends the mail of an action, with a `Message-ID` of its own that stays the same however often it is tried. */
  resendEmail(input: ResendEmailInput): Promise<ResendEmailResult>;
  /** Records that a mail could not be sent for days; may be repeated. */
  giveUpResendingEmail(input: ResendEmailInput): Promise<ResendEmailResult>;
}

/** The workflow id: one action is carried out once. */
export function resendEmailWorkflowId(actionId: string): string {
  return `resend-email:${actionId}`;
}
