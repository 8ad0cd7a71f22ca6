import { join } from "node:path";
import { entryLink, NORA, signIn } from "../support/people.ts";
import { expect, test } from "../support/server.ts";
import { LAPTOP, PHONE } from "../support/visit.ts";

const PICTURES = join(import.meta.dirname, "../../../docs/screenshots");
const TEXT = "Oudere klanten vinden in de Vaartwijk geen loket meer open. Ik hoor dit elke week.";

test("the phone with a signal that is being typed", async ({ server, visit }) => {
  const page = await visit({ ...PHONE, colorScheme: "light" });
  await page.goto(entryLink(server, "linde"));
  await expect(page.locator("#authority")).toHaveText("Stad Linde");
  await page.getByRole("textbox", { name: "Wat merkt u op?" }).fill(TEXT);
  await page.screenshot({ path: join(PICTURES, "phone.png") });
});

test("the inbox with a signal beside it", async ({ server, visit }) => {
  const page = await visit({ ...LAPTOP, colorScheme: "light" });
  await signIn(page, server, NORA);
  await page.goto("/desk/signals");
  await page.locator(".signal-row__link").first().click();
  await expect(page.locator("article.signal")).toBeVisible();
  await page.evaluate(() => document.fonts.ready);
  await page.screenshot({ path: join(PICTURES, "desk.png") });
});
