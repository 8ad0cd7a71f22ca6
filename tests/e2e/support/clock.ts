import type { Page } from "@playwright/test";

/** What the numbers of the tests' timers begin with. */
const FIRST = 1e12;

/**
 * A clock that the story turns, for a page that is not open yet.
 *
 * A timer of WebAssembly has a number of 32 bits, as in every browser. The tests' clock gives larger ones, so that no
 * timer could be stopped, and one would ring for what is long gone.
 */
export async function turnsTheClock(page: Page): Promise<void> {
  await page.clock.install();
  await page.addInitScript((first) => {
    const { setTimeout: start, clearTimeout: stop } = window;
    window.setTimeout = ((...all: Parameters<typeof start>) => Number(start(...all)) - first) as typeof start;
    window.clearTimeout = (timer) => stop(timer === undefined ? timer : Number(timer) + first);
  }, FIRST);
}
