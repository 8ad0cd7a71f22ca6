import type { Locator, Page } from "@playwright/test";
import type { Office } from "../support/office.ts";
import { expect, test } from "../support/server.ts";
import { LAPTOP } from "../support/visit.ts";

test("four keys do a signal whose proposals are right: Y, l, Enter, e", async ({ office, visit }) => {
  const word = "buurtmoestuin";
  const { desk, issue } = await inboxWith(office, visit, word, 3);
  await desk.keyboard.press("j");
  await expect(preview(desk).getByRole("heading", { name: "Voorstellen" })).toBeVisible();

  for (const [position, key] of ["Y", "l", "Enter", "e"].entries()) {
    if (key === "Enter") {
      await expect(found(desk).first()).toContainText(issue);
    }
    await desk.keyboard.press(key === "Y" ? "Shift+Y" : key);
    if (position === 0) {
      await expect(preview(desk).getByRole("button", { name: "Wonen, verwijder" })).toBeVisible();
    }
  }

  const first = desk.locator(".signal-row").first();
  await expect(first.locator(".badge--ok")).toContainText(/Gekoppeld|K-\d+/);
  await expect(desk.locator(".signal-row").nth(1)).toHaveClass(/signal-row--current/);
  await expect(desk.locator(".signal-row__link[aria-current=true]")).toBeFocused();
  await expect(desk.getByText("2 signalen", { exact: true })).toBeVisible();
});

test("whoever is faster than the network loses no key", async ({ office, visit }) => {
  const word = "deelfiets";
  const { desk } = await inboxWith(office, visit, word, 2);
  await desk.route("**/api/v1/signals/*/*", async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 400));
    await route.continue();
  });
  await desk.keyboard.press("j");
  await expect(preview(desk).getByRole("heading", { name: "Voorstellen" })).toBeVisible();
  await desk.keyboard.press("Shift+Y");
  await desk.keyboard.press("l");
  await expect(found(desk).first()).toBeVisible();
  await desk.keyboard.press("Enter");
  await desk.keyboard.press("j");

  const first = desk.locator(".signal-row").first();
  await expect(first.locator(".badge--ok").filter({ hasText: /^K-\d+$/ })).toBeVisible();
  await expect(first.locator(".tag").filter({ hasText: "Wonen" })).toBeAttached();
  await expect(first.locator(".tag--proposed")).toHaveCount(0);
});

test("what was done is undone by `u`, also when the next signal is open", async ({ office, visit }) => {
  const word = "wasbar";
  const { desk } = await inboxWith(office, visit, word, 2);
  await desk.keyboard.press("j");
  await expect(preview(desk).getByRole("heading", { name: "Voorstellen" })).toBeVisible();
  await desk.keyboard.press("Shift+Y");
  const first = desk.locator(".signal-row").first();
  await expect(first.locator(".tag--proposed")).toHaveCount(0);
  await desk.keyboard.press("l");
  await expect(found(desk).first()).toBeVisible();
  await desk.keyboard.press("Enter");
  await expect(first.locator(".badge").filter({ hasText: /^K-\d+$/ })).toBeVisible();
  await desk.keyboard.press("e");
  await expect(desk.locator(".signal-row").nth(1)).toHaveClass(/signal-row--current/);

  await test.step("the link first, then the theme, which is a proposal again", async () => {
    await desk.keyboard.press("u");
    await expect(first.locator(".badge").filter({ hasText: /^K-\d+$/ })).toHaveCount(0);
    await desk.keyboard.press("u");
    await expect(first.locator(".tag--proposed")).toContainText(/\d+ voorstel/);
  });
});

test("an act is found again in the tray when its message is gone", async ({ office, visit }) => {
  const word = "buurtbib";
  const { desk } = await inboxWith(office, visit, word, 1);
  await desk.keyboard.press("j");
  await preview(desk).getByRole("button", { name: "Aanvaard Wonen" }).click();
  await desk.getByRole("button", { name: "Sluit", exact: true }).last().click();
  await desk.locator(".recent summary").click();
  const act = desk.getByRole("listitem").filter({ hasText: "Wonen is aanvaard" });
  await act.getByRole("button", { name: "Maak ongedaan" }).click();
  await expect(preview(desk).getByRole("button", { name: "Aanvaard Wonen" })).toBeVisible();
  await expect(desk.locator(".recent")).toHaveCount(0);
});

test("several signals are linked at once, and set free at once", async ({ office, visit }) => {
  const word = "repaircafe";
  const { desk, issue } = await inboxWith(office, visit, word, 3);
  await desk.getByRole("checkbox", { name: "Kies alle signalen" }).check();
  await desk.keyboard.press("l");
  await desk.getByRole("combobox", { name: "Zoek een knelpunt op nummer of titel" }).fill(issue);
  await found(desk).first().click();
  await expect(desk.locator(".toast").filter({ hasText: "3 signalen gewijzigd" })).toBeVisible();
  await expect(desk.getByText("Er zijn geen signalen bij", { exact: false }).or(desk.getByText("Geen signalen met deze filters"))).toBeVisible();
  await desk.keyboard.press("u");
  await expect(desk.getByText("Ongedaan gemaakt", { exact: true })).toBeVisible();
  await expect(desk.locator(".signal-row")).toHaveCount(3);
});

test("the inbox counts what its filters find, and shows whose promise has passed", async ({ office, visit }) => {
  const desk = await visit(LAPTOP);
  await office.seat(desk, "processor");
  await desk.goto("/desk/signals?tab=all");
  const count = desk.getByText(/^[\d.]+ signalen$/).first();
  await expect(count).toBeVisible();
  const all = Number((await count.innerText()).replace(/\D/g, ""));
  expect(all, "more than one page").toBeGreaterThan(50);

  await desk.getByRole("checkbox", { name: "Belofte te laat" }).check();
  await expect(desk).toHaveURL(/[?&]late=true/);
  await expect(desk.locator(".signal-row").first()).toBeVisible();
  const late = Number((await count.innerText()).replace(/\D/g, ""));
  expect(late).toBeLessThan(all);
  await expect(desk.locator(".signal-row").filter({ hasText: "Te laat" })).toHaveCount(
    await desk.locator(".signal-row").count(),
  );
});

test("one signal on a page of its own leads to the next one and back to the list", async ({ office, visit }) => {
  const word = "speelstraat";
  const { desk } = await inboxWith(office, visit, word, 2);
  await desk.locator(".signal-row__link").first().focus();
  await desk.keyboard.press("Enter");
  await expect(desk).toHaveURL(/\/desk\/signals\/[0-9a-f-]+$/);
  const first = desk.url();
  await desk.keyboard.press("j");
  await expect(desk).not.toHaveURL(first);
  await expect(desk.getByRole("heading", { level: 1, name: "Signaal" })).toBeFocused();
  await desk.keyboard.press("e");
  await expect(desk).toHaveURL(new RegExp(`q=${word}`));
  await expect(desk.locator(".signal-row--current")).toHaveCount(1);
});

/** So many signals about one thing, each with a proposed theme, an issue on that theme, and the inbox that shows them. */
async function inboxWith(
  office: Office,
  visit: (device: typeof LAPTOP) => Promise<Page>,
  word: string,
  count: number,
) {
  const texts = Array.from({ length: count }, (_, at) => `De ${word} is te duur voor ${at + 2} gezinnen in onze straat.`);
  const old = await office.bringsIn(word, [`De ${word} werd vorig jaar al te duur.`]);
  const title = `Gezinnen betalen te veel voor de ${word}`;
  const issue = await office.opensIssue(title, old);
  await office.describes(issue.id, { themes: ["housing"] });
  await office.bringsIn(word, texts, "Wonen");
  const desk = await visit(LAPTOP);
  await office.seat(desk, "processor");
  await desk.goto(`/desk/signals?q=${word}`);
  await expect(desk.locator(".signal-row")).toHaveCount(count);
  return { desk, issue: issue.number };
}

/** What a list beneath a field offers. */
function found(desk: Page): Locator {
  return desk.getByRole("listbox").getByRole("option");
}

function preview(desk: Page): Locator {
  return desk.getByRole("region", { name: "Signaal", exact: true });
}
