import type { Device, ListedDevice } from '@refill/history-client';
import type { AddCommands } from '../cli-context';
import type { ConnectionOptions } from '../cli-settings';
import { deviceEventWords } from '../device-words';
import { factsText } from '../facts-text';
import { limitOf, withLimit, withOutput } from '../options';
import { collect, type OutputOptions, take, writeList, writeOne } from '../output';
import { type Column, tableText } from '../table';
import type { Terminal } from '../terminal';
import { momentText } from '../time-text';

interface ListOptions extends OutputOptions, ConnectionOptions {
  readonly limit: number;
  readonly all?: boolean;
  readonly status?: string;
  readonly version?: string;
  readonly customer?: string;
  readonly model?: string;
  readonly serial?: string;
}

const COLUMNS: readonly Column<ListedDevice>[] = [
  { head: 'MODEL', value: ({ device }) => device.modelId },
  { head: 'SERIAL NUMBER', value: ({ device }) => device.serialNumber },
  { head: 'STATUS', value: ({ status }) => status },
  { head: 'VERSION', value: ({ subscriptionVersion }) => subscriptionVersion ?? '–' },
  { head: 'LAST WORD', value: ({ lastNotificationAt }) => momentText(lastNotificationAt) },
];

/** `refill devices list`, `refill devices show` */
export const addDevices: AddCommands = (program, context) => {
  const { terminal, signal } = context;
  const devices = program.command('devices').description('devices: list, show');

  const list = devices
    .command('list')
    .description('list devices, those heard of last first')
    .option('--status <status>', 'registered, subscribed or deregistered')
    .option('--notifications <version>', 'version of its last SubscriptionChanged: 1.0, 2.0')
    .option('--customer <id>', "Amazon's directedCustomerId")
    .option('--model <id>', 'device model')
    .option('--serial <number>', 'serial number');
  withOutput(withLimit(list, 50)).action(async () => {
    const options = list.optsWithGlobals<ListOptions & { readonly notifications?: string }>();
    const client = await context.client(options);
    const listing = client.devices.list(
      {
        status: options.status,
        version: options.notifications,
        customerId: options.customer,
        modelId: options.model,
        serialNumber: options.serial,
      },
      { signal },
    );
    const count = await writeList(take(listing, limitOf(options)), COLUMNS, options, terminal);
    if (terminal.isScreen && count === 0) terminal.say('No device fits.');
  });

  const show = devices
    .command('show')
    .description('show a device: slots, open orders, what happened')
    .argument('<modelId>')
    .argument('<serialNumber>');
  withOutput(show).action(async (modelId: string, serialNumber: string) => {
    const options = show.optsWithGlobals<OutputOptions & ConnectionOptions>();
    const client = await context.client(options);
    const identity = { modelId, serialNumber };
    const device = await client.devices.get(identity, { signal });
    const events = await collect(take(client.devices.events(identity, { signal }), 1_000));
    await writeOne(
      { ...device, events },
      () =>
        `${deviceText(device, terminal)}\n${terminal.colours.bold('What happened')}\n${events
          .map((event) =>
            `  ${terminal.colours.green('●')} ${momentText(event.occurredAt)}  ${event.type.padEnd(22)}  ${deviceEventWords(event)}`.trimEnd(),
          )
          .map((line) => `${line}\n`)
          .join('')}`,
      options,
      terminal,
    );
  });
};

function deviceText(device: Device, terminal: Terminal): string {
  const { colours } = terminal;
  const slots = tableText(
    device.slots,
    [
      { head: '  SLOT', value: ({ slotId }) => `  ${slotId}` },
      {
        head: 'REORDERS',
        value: ({ subscribed }) => (subscribed === null ? '?' : subscribed ? 'yes' : 'no'),
      },
      {
        head: 'PRODUCTS',
        value: ({ products }) =>
          products === null
            ? 'not named'
            : products.map(({ asin }) => asin ?? 'a product').join(', ') || 'none',
      },
      {
        head: 'LAST CHANGE',
        value: ({ cause, lastChangedAt }) => `${cause ?? '–'} ${momentText(lastChangedAt)}`,
      },
    ],
    terminal,
  );
  return [
    `${colours.bold(`${device.device.modelId} / ${device.device.serialNumber}`)}  ${colours.bold(device.status)}`,
    '',
    factsText(
      [
        ['customer', device.customerId],
        ['registered', momentText(device.registeredAt)],
        ['deregistered', device.deregisteredAt === null ? null : momentText(device.deregisteredAt)],
        ['last word', momentText(device.lastNotificationAt)],
        ['workflow', device.workflow.url ?? device.workflow.workflowId],
      ],
      terminal,
    ).trimEnd(),
    '',
    ...(device.slots.length === 0 ? [] : [colours.bold('Slots'), slots.trimEnd(), '']),
    ...(device.openOrders.length === 0
      ? []
      : [
          colours.bold('Open orders'),
          ...device.openOrders.map(({ orderId, status }) => `  ${orderId}  ${status}`),
          '',
        ]),
  ].join('\n');
}
