import { orderIdOfWorkflow, orderWorkflowId } from './order-workflow-id';

describe('orderIdOfWorkflow', () => {
  it.each(['amzn1.order.1', 'order:order:1', ''])('undoes orderWorkflowId: "%s"', (orderId) => {
    expect(orderIdOfWorkflow(orderWorkflowId(orderId))).toBe(orderId);
  });

  it.each(['device:model/serial', 'resend-email:1', 'reorder:1'])('knows no order of %s', (id) => {
    expect(orderIdOfWorkflow(id)).toBeNull();
  });
});
