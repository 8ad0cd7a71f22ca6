import type { Page } from "@playwright/test";
import { expectAccessible } from "../support/axe.ts";
import { cutOff } from "../support/fit.ts";
import { expect, test } from "../support/server.ts";
import { LAPTOP } from "../support/visit.ts";

const NARROW = { viewport: { width: 360, height: 740 }, colorScheme: "dark" as const };
/** Each stands in one story. */
const FEAST = "pannenkoekenfeest";
const GARDEN = "dorpsmoestuin";
const MARKET = "rommelmarkt";
const CHOIR = "straatkoor";

test("a processor finds by a part of a word from anywhere, with the keyboard alone", async ({ office, visit }) => {
  await office.bringsIn(FEAST, [`Het ${FEAST} van de wijk gaat niet door`, `Ook dit ${FEAST} is afgelast`]);
  const desk = await visit(LAPTOP);
  await office.seat(desk, "processor");
  await desk.goto("/desk/issues");
  await expect(desk.getByRole("heading", { level: 1, name: "Knelpunten" })).toBeVisible();

  await desk.keyboard.press("/");
  const field = desk.getByRole("searchbox", { name: "Wat zoekt u?" });
  await expect(field).toBeFocused();
  await expectAccessible(desk, "search, before anything is typed");
  await desk.keyboard.type("pannenk");
  const group = desk.getByRole("region", { name: "Signalen (2)" });
  await expect(group.getByRole("link")).toHaveCount(2);
  await expect(group.locator("mark").first()).toHaveText(FEAST);
  await expect(desk).toHaveURL(/q=pannenk$/);
  await expect(desk.getByRole("status").filter({ hasText: "2 gevonden" })).toBeVisible();
  await expectAccessible(desk, "search, found");

  await desk.keyboard.press("ArrowDown");
  await expect(group.getByRole("link").first()).toBeFocused();
  await desk.keyboard.press("ArrowDown");
  await expect(group.getByRole("link").nth(1)).toBeFocused();
  await desk.keyboard.press("ArrowUp");
  await desk.keyboard.press("ArrowUp");
  await expect(field).toBeFocused();
  // In a list of choices the arrows choose.
  await desk.getByLabel("Soort").focus();
  await desk.keyboard.press("ArrowDown");
  await expect(desk.getByLabel("Soort")).toBeFocused();
  await desk.getByLabel("Soort").selectOption({ label: "Alle" });
  await field.focus();
  await desk.keyboard.press("ArrowDown");
  await desk.keyboard.press("Enter");
  await expect(desk).toHaveURL(/\/desk\/signals\//);
  await expect(desk.getByText(FEAST).first()).toBeVisible();
  // Back shows the same question with its answer.
  await desk.goBack();
  await expect(field).toHaveValue("pannenk");
  await expect(group.getByRole("link")).toHaveCount(2);
});

test("a slip is told with a way back, filters narrow, and nothing found says so", async ({ office, visit }) => {
  await office.bringsIn(GARDEN, [`Het ${GARDEN} van de wijk gaat niet door`]);
  const desk = await visit(LAPTOP);
  await office.seat(desk, "processor");
  await desk.goto("/desk/search");
  const field = desk.getByRole("searchbox", { name: "Wat zoekt u?" });
  await field.fill("dorpsmoestiun");
  await expect(desk.getByText(`U zocht 'dorpsmoestiun'. U ziet nu '${GARDEN}'.`)).toBeVisible();
  await expectAccessible(desk, "search, another word");

  await desk.getByLabel("Soort").selectOption({ label: "Knelpunten" });
  await expect(desk.getByText("We vonden niets voor 'dorpsmoestiun' met deze filters.")).toBeVisible();
  await expectAccessible(desk, "search, nothing with filters");
  await desk.getByRole("link", { name: "Wis de filters" }).first().click();
  await expect(desk.getByText(`U ziet nu '${GARDEN}'`)).toBeVisible();

  await desk.getByRole("link", { name: "Zoek toch naar 'dorpsmoestiun'" }).click();
  await expect(desk.getByText("We vonden niets voor 'dorpsmoestiun'. Probeer een ander woord.")).toBeVisible();
  await expect(desk).toHaveURL(/literal=true/);

  await field.fill("a".repeat(201));
  await expect(desk.getByRole("alert").filter({ hasText: "U typte 201 tekens. Meer dan 200 kan niet." })).toBeVisible();
  await expect(field).toHaveAttribute("aria-invalid", "true");
  await expect(field).toHaveValue("a".repeat(201));
  await expectAccessible(desk, "search, too long");
});

test("answers that come late show nothing that was not asked last, and without network it says so", async ({ office, visit }) => {
  await office.bringsIn(MARKET, [`Het ${MARKET} van de wijk gaat niet door`]);
  const desk = await visit(LAPTOP);
  await office.seat(desk, "processor");
  await desk.goto("/desk/search");
  const field = desk.getByRole("searchbox", { name: "Wat zoekt u?" });
  let letGo = () => {};
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  await desk.route(/\/api\/v1\/search\?q=zwembadloos/, async (route) => {
    await held;
    await route.continue();
  });
  await field.fill("zwembadloos");
  await desk.waitForRequest(/q=zwembadloos/);
  await field.fill(MARKET);
  await expect(desk.locator(".found mark").first()).toHaveText(MARKET);
  const late = desk.waitForResponse(/q=zwembadloos/);
  letGo();
  await late;
  await expect(desk.locator(".found mark").first()).toHaveText(MARKET);
  await expect(desk.getByText("We vonden niets")).toHaveCount(0);

  await desk.context().setOffline(true);
  await field.fill(`${MARKET} wijk`);
  await expect(desk.getByRole("heading", { name: "U hebt geen internet" })).toBeVisible();
  await expect(field).toHaveValue(`${MARKET} wijk`);
  await expectAccessible(desk, "search, offline");
  await desk.context().setOffline(false);
  await expect(desk.locator(".found mark").nth(1)).toHaveText("wijk");
});

test("a policy officer searches on a narrow, dark screen, and finds no signal", async ({ office, visit }) => {
  await office.bringsIn(CHOIR, [`Het ${CHOIR} van de wijk gaat niet door`]);
  const desk = await visit(NARROW);
  await office.seat(desk, "policyOfficer");
  await desk.getByRole("link", { name: "Zoek", exact: true }).click();
  const field = desk.getByRole("searchbox", { name: "Wat zoekt u?" });
  await expect(field).toBeFocused();
  await expect(desk.getByLabel("Soort").getByRole("option", { name: "Signalen" })).toHaveCount(0);
  await field.fill(CHOIR);
  await expect(desk.getByText(`We vonden niets voor '${CHOIR}'.`)).toBeVisible();
  await found(desk, field.fill("woning"));
  await expectAccessible(desk, "search, narrow and dark");
  expect(await cutOff(desk)).toEqual([]);
});

async function found(desk: Page, asking: Promise<void>) {
  await asking;
  await expect(desk.locator(".found").first()).toBeVisible();
}
