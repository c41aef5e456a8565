import nx from '@nx/eslint-plugin';
import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import jsdoc from 'eslint-plugin-jsdoc';
import tseslint from 'typescript-eslint';
import { depConstraints } from './tools/lint/module-boundaries.mjs';
import {
  impureGlobals,
  impureSyntax,
  messageFiles,
  moduleStateSyntax,
  onlyImports,
} from './tools/lint/pure-code.mjs';
import { vagueFileName } from './tools/lint/vague-file-name.mjs';

const typescript = ['**/*.ts', '**/*.tsx'];
const tests = ['**/*.test.ts', '**/test-support/**/*.ts', '**/test-*.ts', 'apps/e2e/**/*.ts'];

const doubleAssertion = {
  selector: 'TSAsExpression > TSAsExpression > TSUnknownKeyword',
  message: '`as unknown as` switches the compiler off: parse the value, or mend its type.',
};

export default tseslint.config(
  { ignores: ['**/dist', '**/.nx', '**/.refill', '**/coverage', '**/tmp', '**/fixtures'] },
  // No rule can be switched off by a comment.
  { linterOptions: { noInlineConfig: true } },
  js.configs.recommended,
  {
    plugins: { refill: { rules: { 'vague-file-name': vagueFileName } } },
    rules: {
      'refill/vague-file-name': 'error',
      'max-lines': ['warn', { max: 250, skipBlankLines: true }],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-console': 'off',
    },
  },
  {
    files: ['**/*.js', '**/*.mjs'],
    languageOptions: {
      globals: Object.fromEntries(
        [
          'AbortSignal',
          'Buffer',
          'clearInterval',
          'clearTimeout',
          'console',
          'performance',
          'process',
          'URL',
        ]
          .concat(['fetch', 'setInterval', 'setTimeout', '__dirname', 'module', 'require'])
          .map((name) => [name, 'readonly']),
      ),
    },
  },
  {
    files: ['**/*.js'],
    languageOptions: { sourceType: 'commonjs' },
  },
  {
    files: typescript,
    extends: [...tseslint.configs.strictTypeChecked, ...tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true, requireDefaultForNonUnion: true },
      ],
      // `as const` is always allowed.
      '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'never' }],
      '@typescript-eslint/ban-ts-comment': ['error', { 'ts-expect-error': true }],
      'no-restricted-syntax': ['error', doubleAssertion],
      // A callback of Jest, Fastify or Kysely may be async for its signature's sake.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // It takes a variable that a callback changes for a constant.
      '@typescript-eslint/no-unnecessary-condition': 'off',
      // Spreading a text gives its code points, which is what we mean.
      '@typescript-eslint/no-misused-spread': ['error', { allow: ['string'] }],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
    },
  },
  {
    files: typescript,
    plugins: { '@nx': nx },
    rules: {
      '@nx/enforce-module-boundaries': [
        'error',
        { depConstraints, allow: [], banTransitiveDependencies: true },
      ],
    },
  },
  {
    files: typescript,
    ignores: tests,
    plugins: { jsdoc },
    settings: { jsdoc: { mode: 'typescript' } },
    rules: {
      'jsdoc/require-jsdoc': [
        'error',
        {
          publicOnly: true,
          require: {
            FunctionDeclaration: true,
            ClassDeclaration: true,
            MethodDefinition: false,
            ArrowFunctionExpression: true,
          },
          contexts: [
            'ExportNamedDeclaration > TSInterfaceDeclaration',
            'ExportNamedDeclaration > TSTypeAliasDeclaration',
            'ExportNamedDeclaration > VariableDeclaration',
          ],
        },
      ],
      'jsdoc/require-description': [
        'error',
        {
          descriptionStyle: 'body',
          contexts: [
            'ExportNamedDeclaration > FunctionDeclaration',
            'ExportNamedDeclaration > ClassDeclaration',
            'ExportNamedDeclaration > TSInterfaceDeclaration',
            'ExportNamedDeclaration > TSTypeAliasDeclaration',
            'ExportNamedDeclaration > VariableDeclaration',
          ],
        },
      ],
      'jsdoc/informative-docs': 'error',
      'jsdoc/no-types': 'error',
      'jsdoc/check-tag-names': 'error',
      'jsdoc/require-param-description': 'error',
      'jsdoc/require-returns-description': 'error',
      'jsdoc/no-blank-blocks': 'error',
      'jsdoc/empty-tags': 'error',
    },
  },
  {
    // The pure cores: no I/O, no clock, nothing but zod.
    files: [
      'libs/drs-notifications/src/**/*.ts',
      'libs/order-lifecycle/src/**/*.ts',
      'libs/device-lifecycle/src/**/*.ts',
    ],
    ignores: tests,
    rules: {
      'no-restricted-imports': onlyImports('zod', 'The pure core imports nothing but zod.'),
      'no-restricted-globals': impureGlobals,
      'no-restricted-syntax': ['error', doubleAssertion, ...impureSyntax, ...moduleStateSyntax],
    },
  },
  {
    // Workflow code is replayed: Temporal gives it time and chance, and all I/O is in activities.
    files: ['workflows/**/*.ts'],
    ignores: tests,
    rules: {
      'no-restricted-imports': onlyImports(
        'zod|@temporalio/(workflow|common)',
        'Workflow code does no I/O: put it into an activity.',
      ),
      'no-restricted-globals': ['error', 'process', 'fetch', 'require'],
      'no-restricted-syntax': ['error', doubleAssertion, ...moduleStateSyntax],
    },
  },
  {
    // They go into the workflow bundle as well.
    files: ['apps/worker/src/{workflows,workflow-log-context,notification-header}.ts'],
    rules: { 'no-restricted-syntax': ['error', doubleAssertion, ...moduleStateSyntax] },
  },
  {
    // What workflow code imports has to be as free of I/O as workflow code itself.
    files: messageFiles.map((name) => `libs/temporal/src/${name}.ts`),
    rules: {
      'no-restricted-syntax': ['error', doubleAssertion, ...moduleStateSyntax],
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            ...onlyImports(
              '@temporalio/(workflow|common)',
              'Workflow code imports this file: it does no I/O.',
            )[1].patterns,
            {
              regex: `^\\./(?!(${messageFiles.join('|')})$)`,
              message: 'Workflow code imports this file: it may import none that does I/O.',
            },
          ],
        },
      ],
    },
  },
  {
    files: tests,
    rules: {
      // A test may look at what a type hides, and a stand-in is never whole.
      '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'as' }],
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-empty-function': 'off',
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/unbound-method': 'off',
      'max-lines': 'off',
    },
  },
  prettier,
);
