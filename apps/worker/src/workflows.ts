// What the workflow bundle is made of: every workflow that the worker runs.
export { deviceLifecycle } from '@refill/device-workflow/device-lifecycle';
export { orderLifecycle } from '@refill/order-workflow/order-lifecycle';
export { resendEmail } from '@refill/resend-email-workflow/resend-email';
