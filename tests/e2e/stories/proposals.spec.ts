import { expectAccessible } from "../support/axe.ts";
import { expect, test } from "../support/server.ts";
import { LAPTOP } from "../support/visit.ts";

// What ships is learnt and the demo's signals are looked at first, which takes a while on a busy machine.
test.use({ analysis: true });
const LOOKED_AT_MS = 300_000;

test("three proposals of the computer are accepted with three keys, and each says why it is there", async ({
  office,
  visit,
}) => {
  test.setTimeout(LOOKED_AT_MS + 60_000);
  const desk = await visit(LAPTOP);
  await office.seat(desk, "processor");
  const preview = desk.locator(".proposals");
  const why = preview.getByText("Waarom?");
  const deadline = Date.now() + LOOKED_AT_MS;
  // The demo has proposals that no computer made; those that one made come after a while, and say why.
  do {
    await desk.goto("/desk/signals?tab=all&state=received");
    await expect(desk.locator(".signal-row").first()).toBeVisible();
    await desk.waitForTimeout(2_000);
    const rows = desk.locator(".signal-row", { has: desk.locator(".tag--proposed", { hasText: /[3-9] voorstel/ }) });
    for (const row of await rows.all()) {
      await row.locator(".signal-row__link").click();
      await expect(preview.locator(".proposal").nth(2)).toBeVisible();
      if ((await why.count()) >= 3) {
        break;
      }
    }
  } while ((await why.count()) < 3 && Date.now() < deadline);
  const names = await preview.locator(".proposal .tag--proposed").allInnerTexts();
  await why.first().click();
  await expect(preview).toContainText(/Door deze woorden:|Dit kreeg dezelfde code:/);
  await expectAccessible(desk, "proposals with their reasons");

  // Each that is taken makes the next one the first.
  for (const name of names.slice(0, 3)) {
    await desk.keyboard.press("1");
    await expect(desk.getByRole("button", { name: `${name}, verwijder`, exact: true })).toBeVisible();
  }
  await desk.keyboard.press("u");
  await expect(desk.getByRole("button", { name: `Aanvaard ${names[2]}`, exact: true })).toBeVisible();
});
