/** What `@refill/temporal` offers without I/O: all that workflow code may import of it. */
export const messageFiles = [
  'customer-messages',
  'deadline-timer',
  'device-activities',
  'device-messages',
  'device-workflow-id',
  'order-activities',
  'order-messages',
  'order-search-attributes',
  'order-workflow-id',
  'resend-email-messages',
  'retry-policies',
  'search-attributes',
  'task-queues',
];

/**
 * Options of `no-restricted-imports` for code that must not do I/O.
 * @param allowed a regular expression, as text, for the external packages that may be imported
 * @param reason what to do instead
 */
export function onlyImports(allowed, reason) {
  return [
    'error',
    {
      patterns: [
        { regex: `^(?!\\.|@refill/|(${allowed})$)`, message: reason },
        {
          regex: `^@refill/temporal/(?!(${messageFiles.join('|')})$)`,
          message: `Only these of @refill/temporal are free of I/O: ${messageFiles.join(', ')}.`,
        },
      ],
    },
  ];
}

/** Globals that reach outside. */
export const impureGlobals = [
  'error',
  ...[
    'process',
    'fetch',
    'console',
    'performance',
    'setTimeout',
    'setInterval',
    'setImmediate',
    'crypto',
    'require',
  ].map((name) => ({ name, message: 'The pure core has no I/O and no clock: pass it in.' })),
];

/** Syntax that reads the clock or chance. */
export const impureSyntax = [
  {
    selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
    message: 'The pure core has no clock: pass the time in.',
  },
  {
    selector: "NewExpression[callee.name='Date'][arguments.length=0]",
    message: 'The pure core has no clock: pass the time in.',
  },
  {
    selector: "MemberExpression[object.name='Math'][property.name='random']",
    message: 'The pure core knows no chance: pass it in.',
  },
];

const ONE_FOR_ALL =
  'All workflows of a worker share their modules (workflow-sources.ts): what changes belongs into the workflow.';

const variablesOfModules = ['Program', 'Program > ExportNamedDeclaration'].map(
  (parent) => `${parent} > VariableDeclaration`,
);

/** Syntax by which a module of a workflow would keep something for the next one. */
export const moduleStateSyntax = variablesOfModules.flatMap((variables) => [
  { selector: `${variables}[kind!='const']`, message: ONE_FOR_ALL },
  {
    selector: `${variables} > VariableDeclarator > NewExpression[callee.name=/^(Weak)?(Map|Set)$/][arguments.length=0]`,
    message: ONE_FOR_ALL,
  },
]);
