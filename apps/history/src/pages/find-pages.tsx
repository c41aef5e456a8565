import type { FastifyPluginAsync } from 'fastify';
import { z } from 'zod';
import type { OrderHistoryDatabase } from '@refill/order-history/database';
import { getOrder } from '@refill/order-history/get-order';
import { listDevices } from '@refill/order-history/list-devices';
import { listOrders } from '@refill/order-history/list-orders';
import { orderIdOfWorkflow } from '@refill/temporal/order-workflow-id';
import { idText } from '../request-text';
import { filledIn } from './forms';
import type { PageContext } from './page-context';
import { requireSession, seeOther } from './page-session';
import { deviceUrl, orderUrl } from './page-urls';
import { readRequest } from './read-request';
import { sendPage } from './send-page';

/** People copy ids with what is around them. */
const wanted = z.strictObject({ q: z.string().trim().pipe(idText).optional() });

/** `/find?q=`: the page of whatever has an id, as somebody has it from a log, a mail or the Temporal UI. */
export const findPages: FastifyPluginAsync<PageContext> = async (app, { db }) => {
  app.get('/find', async (request, reply) => {
    requireSession(request, 'read');
    const { q } = readRequest(wanted, filledIn(request.query));
    if (q === undefined) return await seeOther(reply, '/orders');
    const url = await urlOf(db, q);
    if (url !== null) return await seeOther(reply, url);
    return await sendPage(
      request,
      reply,
      { title: 'Nothing found', current: null, status: 404 },
      <>
        <h1>Nothing found</h1>
        <p>
          No order, device or customer is called <span class="id">{q}</span>.
        </p>
        <p class="soft">
          What is looked for is the whole of an order's id, a device's serial number or a customer's
          id.
        </p>
      </>,
    );
  });
  await Promise.resolve();
};

/** The page of the order, the device or devices, or the customer with an id; `null` where nothing has it. */
async function urlOf(db: OrderHistoryDatabase, id: string): Promise<string | null> {
  const order = await getOrder(db, orderIdOfWorkflow(id) ?? id);
  if (order !== null) return orderUrl(order.orderId);
  const { devices } = await listDevices(db, {
    filter: { serialNumber: id },
    limit: 2,
    after: null,
  });
  const [device, another] = devices;
  const query = new URLSearchParams({ [device === undefined ? 'customerId' : 'serialNumber']: id });
  if (device !== undefined) {
    return another === undefined ? deviceUrl(device.device) : `/devices?${query.toString()}`;
  }
  const ofCustomer = { filter: { customerId: id }, limit: 1, after: null };
  if ((await listOrders(db, ofCustomer)).orders.length > 0) return `/orders?${query.toString()}`;
  if ((await listDevices(db, ofCustomer)).devices.length > 0) return `/devices?${query.toString()}`;
  return null;
}
