import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";

/** How many pages a test checked; the reporter adds them up. */
export const CHECKED = "pages checked";

/** No axe violation on what the page shows now; `where` names the screen in the failure. */
export async function expectAccessible(page: Page, where: string): Promise<void> {
  // Colours are judged after transitions, not while they fade.
  await page.emulateMedia({ reducedMotion: "reduce" });
  // No page of ours has a frame; without it axe opens a second page for each check.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  const found = violations.map(({ id, help, nodes }) => ({
    rule: id,
    help,
    where: nodes.map((node) => node.target.join(" ")),
  }));
  // A screen that fails hides none behind it.
  expect.soft(found, `accessibility of ${where}`).toEqual([]);
  const { annotations } = test.info();
  const counted = annotations.find((annotation) => annotation.type === CHECKED);
  if (counted) {
    counted.description = String(Number(counted.description) + 1);
  } else {
    annotations.push({ type: CHECKED, description: "1" });
  }
}
