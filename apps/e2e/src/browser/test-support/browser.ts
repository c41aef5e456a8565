import { type Browser, chromium } from 'playwright-core';
import { findChromium } from './chromium-program';

/** Nothing that talks to anybody, nothing that needs a display. */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Starts a Chromium without a window; the caller closes it. */
export async function startBrowser(env: NodeJS.ProcessEnv = process.env): Promise<Browser> {
  const program = await findChromium(env);
  return await chromium.launch({
    executablePath: program.file,
    headless: true,
    args: FLAGS,
    env: { ...definedOnly(env), ...program.env },
  });
}

function definedOnly(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
