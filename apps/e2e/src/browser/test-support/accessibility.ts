import axe, { type AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

/**
 * Lets axe look at a page.
 * @returns what it finds serious or critical: rule, and the element with the reason; empty when all is well
 */
export async function seriousFindings(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  const results: AxeResults = await page.evaluate(
    // Runs in the page, where the line above put axe.
    'axe.run(document, { resultTypes: ["violations"] })',
  );
  return results.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary ?? ''}`),
    );
}

/** By how many CSS pixels something sticks out of the window, or out of its box on the page; 0 when nothing does. */
export async function sidewaysOverflow(page: Page): Promise<number> {
  return await page.evaluate(`
    // What is clipped or scrolls does not stick out, nor does what is in it.
    const sticksOut = (each) =>
      each === null ||
      (getComputedStyle(each).overflowX === 'visible' && sticksOut(each.parentElement));
    Math.max(
      0,
      document.documentElement.scrollWidth - document.documentElement.clientWidth,
      ...[...document.querySelectorAll('main *')]
        // What is inline has no box.
        .filter((each) => each.clientWidth > 0 && sticksOut(each))
        .map((each) => each.scrollWidth - each.clientWidth),
    )`);
}
