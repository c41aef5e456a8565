import type { AddCommands } from '../cli-context';
import { addOrdersEvents } from './orders-events';
import { addOrdersExport } from './orders-export';
import { addOrdersList } from './orders-list';
import { addOrdersOperate } from './orders-operate';
import { addOrdersShow } from './orders-show';

/** `refill orders …` */
export const addOrders: AddCommands = (program, context) => {
  const orders = program
    .command('orders')
    .description('orders: list, show, export, and what operators do with them');
  for (const add of [
    addOrdersList,
    addOrdersShow,
    addOrdersEvents,
    addOrdersExport,
    addOrdersOperate,
  ]) {
    add(orders, context);
  }
};
