const { spawn } = require('node:child_process');
const path = require('node:path');
const { pathToFileURL } = require('node:url');

/**
 * Starts a script of plain Node that may import from this folder by `script('name.mjs')`.
 *
 * `printed` settles once its output (both kinds) matches; `ended` with its exit code and all output.
 */
function startScript(code) {
  const folder = pathToFileURL(`${__dirname}${path.sep}`).href;
  const child = spawn(
    process.execPath,
    [
      '--input-type=module',
      '-e',
      `const script = (name) => import(${JSON.stringify(folder)} + name);\n${code}`,
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let output = '';
  let look = () => {};
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (part) => {
      output += part;
      look();
    });
  }
  const ended = new Promise((resolve) => {
    child.once('close', (exitCode) => resolve({ exitCode, output }));
  });
  return {
    child,
    ended,
    printed: (pattern) =>
      new Promise((resolve, reject) => {
        look = () => {
          const match = pattern.exec(output);
          if (match !== null) resolve(match);
        };
        look();
        void ended.then(() => reject(new Error(`ended without ${pattern}:\n${output}`)));
      }),
  };
}

module.exports = { startScript };
