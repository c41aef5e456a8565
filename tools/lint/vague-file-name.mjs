import path from 'node:path';

/** File names that say nothing about what is inside. */
const vagueNames = new Set(['common', 'helper', 'helpers', 'index', 'misc', 'util', 'utils']);

/** ESLint rule: every file is named after the one concept it holds, in kebab-case. */
export const vagueFileName = {
  meta: {
    type: 'suggestion',
    schema: [],
    messages: {
      vague: '"{{name}}" says nothing about the content: name the file after the concept it holds.',
      notKebabCase: '"{{name}}" is not in kebab-case.',
    },
  },
  create(context) {
    return {
      Program(node) {
        const name = path
          .basename(context.filename)
          .replace(/(\.test|\.config|\.preset)?\.\w+$/, '');
        if (vagueNames.has(name)) context.report({ node, messageId: 'vague', data: { name } });
        else if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name)) {
          context.report({ node, messageId: 'notKebabCase', data: { name } });
        }
      },
    };
  },
};
