import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

/** No axe violation on what the page shows now; `where` names the screen in the failure. */
export async function expectAccessible(page: Page, where: string): Promise<void> {
  // Colours are judged after transitions, not while they fade.
  await page.emulateMedia({ reducedMotion: "reduce" });
  const { violations } = await new AxeBuilder({ page }).analyze();
  const found = violations.map(({ id, help, nodes }) => ({
    rule: id,
    help,
    where: nodes.map((node) => node.target.join(" ")),
  }));
  expect(found, `accessibility of ${where}`).toEqual([]);
}
