import type { Page } from "@playwright/test";
import { expect, test } from "../support/server.ts";
import { LAPTOP } from "../support/visit.ts";

const QUESTION = "Sinds wanneer ziet u dit, en bij hoeveel gezinnen?";

test("what fails after one moved on is told there, and is tried again from there", async ({ office, visit }) => {
  const [signal] = await office.bringsIn("zandbak", ["De zandbak is te vuil voor kleuters, elke week opnieuw."]);
  const desk = await visit(LAPTOP, [503]);
  await office.seat(desk, "processor");
  await desk.goto(`/desk/signals/${signal}`);
  await ask(desk);
  let isUp = false;
  let leave = () => {};
  const left = new Promise<void>((resolve) => {
    leave = resolve;
  });
  await desk.route("**/api/v1/signals/*/questions", async (route) => {
    await left;
    await (isUp ? route.continue() : route.fulfill({ status: 503, contentType: "application/json", body: "{}" }));
  });
  await desk.getByRole("button", { name: "Verstuur vraag" }).click();
  await desk.getByRole("link", { name: "Knelpunten", exact: true }).click();
  await expect(desk.getByRole("heading", { level: 1, name: "Knelpunten" })).toBeVisible();
  leave();

  const retry = desk.locator(".toast").getByRole("button", { name: "Probeer nu opnieuw" });
  await expect(retry).toBeVisible();
  isUp = true;
  await retry.click();
  await expect(desk.locator(".toast").filter({ hasText: "De vraag is verstuurd" })).toBeVisible();
  expect(JSON.stringify(await office.signal(signal ?? ""))).toContain(QUESTION);
});

test("what was typed waits for whoever comes back, and the browser asks before it closes", async ({ office, visit }) => {
  const [signal] = await office.bringsIn("klimrek", ["Het klimrek is te hoog voor kleuters, elke week opnieuw."]);
  const desk = await visit(LAPTOP);
  await office.seat(desk, "processor");
  await desk.goto(`/desk/signals/${signal}`);
  await ask(desk);
  await desk.getByRole("link", { name: "Vandaag", exact: true }).click();
  await expect(desk.getByRole("heading", { level: 1, name: "Vandaag" })).toBeVisible();
  await desk.goBack();
  await desk.getByRole("button", { name: "Stel een vraag" }).click();
  await expect(desk.getByText("We hebben uw tekst bewaard")).toBeVisible();
  await expect(desk.getByRole("textbox", { name: "Uw vraag" })).toHaveValue(QUESTION);

  const asked = desk.waitForEvent("dialog");
  await desk.close({ runBeforeUnload: true });
  const dialog = await asked;
  expect(dialog.type()).toBe("beforeunload");
  await dialog.dismiss();
  await desk.getByRole("button", { name: "Wis de tekst" }).click();
  await expect(desk.getByRole("textbox", { name: "Uw vraag" })).toHaveValue("");
});

test("who goes back finds the row that was being read", async ({ office, visit }) => {
  const desk = await visit({ viewport: { width: 1366, height: 500 } });
  await office.seat(desk, "processor");

  await test.step("in a list that is a page", async () => {
    await desk.goto("/desk/issues?state=all");
    const last = desk.locator(".table__title a").last();
    await last.scrollIntoViewIfNeeded();
    const top = await desk.evaluate(() => window.scrollY);
    expect(top).toBeGreaterThan(100);
    await last.click();
    await expect(desk.locator(".issue")).toBeVisible();
    expect(await desk.evaluate(() => window.scrollY)).toBe(0);
    await desk.goBack();
    await expect(last).toBeInViewport();
    expect(await desk.evaluate(() => window.scrollY)).toBe(top);
  });

  await test.step("in the inbox, whose list scrolls by itself", async () => {
    await desk.goto("/desk/signals?tab=all");
    await desk.locator("#inbox-pane").evaluate((pane) => pane.scrollTo(0, 1_500));
    const row = desk.locator('.signal-row[aria-posinset="41"] .signal-row__link');
    const address = await row.getAttribute("id");
    await row.focus();
    await desk.keyboard.press("Enter");
    await expect(desk.getByRole("heading", { level: 1, name: "Signaal" })).toBeFocused();
    await desk.keyboard.press("Escape");
    await expect(desk.locator(`#${address}`)).toBeInViewport();
  });
});

test("without internet the desk says so, keeps what was typed, and reads on by itself", async ({ office, visit }) => {
  const [first, second] = await office.bringsIn("glijbaan", [
    "De glijbaan is te heet voor kleuters, elke zomer opnieuw.",
    "De glijbaan is te glad voor kleuters, elke winter opnieuw.",
  ]);
  const desk = await visit(LAPTOP);
  await office.seat(desk, "processor");
  await desk.goto(`/desk/signals?q=glijbaan`);
  await desk.locator(".signal-row__link").first().click();
  await expect(desk.locator("article.signal")).toBeVisible();
  await ask(desk);

  await desk.context().setOffline(true);
  const line = desk.getByText("Geen internet. U kunt lezen wat op het scherm staat.");
  await expect(line).toBeInViewport();
  await desk.getByRole("button", { name: "Verstuur vraag" }).click();
  await expect(desk.getByRole("heading", { name: "U hebt geen internet" })).toBeVisible();
  await expect(desk.getByRole("textbox", { name: "Uw vraag" })).toHaveValue(QUESTION);
  await desk.locator(".signal-row__link").last().click();
  await expect(desk.locator(".inbox__preview .problem")).toBeVisible();

  await desk.context().setOffline(false);
  await expect(desk.locator("article.signal")).toBeVisible();
  await expect(line).toHaveCount(0);
  expect(JSON.stringify([await office.signal(first ?? ""), await office.signal(second ?? "")])).not.toContain(QUESTION);
});

test("two forms that are open at once share no id", async ({ office, visit }) => {
  const word = "schommel";
  await office.bringsIn(word, [`De ${word} is te oud voor kleuters.`, `De ${word} is te vuil voor kleuters.`]);
  const desk = await visit(LAPTOP);
  await office.seat(desk, "processor");
  await desk.goto(`/desk/signals?q=${word}`);
  await desk.locator(".signal-row__link").first().click();
  await desk.locator("#open-link").click();
  await expect(desk.getByRole("combobox", { name: "Zoek een knelpunt op nummer of titel" })).toHaveCount(1);
  await desk.getByRole("checkbox", { name: "Kies alle signalen" }).check();
  await desk.locator(".bulk").getByRole("button", { name: "Koppel aan knelpunt" }).click();
  await expect(desk.getByRole("combobox", { name: "Zoek een knelpunt op nummer of titel" })).toHaveCount(2);
  const ids = await desk.locator("[id]").evaluateAll((all) => all.map((element) => element.id));
  expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]);
});

test("what waits on the first page is as much as stands where it leads", async ({ office, visit }) => {
  const desk = await visit(LAPTOP);
  await office.seat(desk, "processor", "leadProcessor");
  await desk.goto("/desk/");
  const cards = desk.locator(".todo-card");
  await expect(cards.first()).toBeVisible();
  const lines = await cards.evaluateAll((all) =>
    all.map((card) => ({ address: card.getAttribute("href") ?? "", words: card.textContent ?? "" })),
  );
  expect(lines.length).toBeGreaterThan(4);
  for (const { address, words } of lines) {
    const count = Number(/[\d.]+/.exec(words)?.[0].replace(".", ""));
    await desk.goto(address);
    await expect(desk.locator("main h1")).toBeVisible();
    if (address.startsWith("/desk/signals")) {
      await expect(desk.getByText(new RegExp(`^${count} (signaal|signalen)$`)).first(), words).toBeVisible();
    } else if (address.startsWith("/desk/feedback")) {
      await expect(desk.locator(".queue-row"), words).toHaveCount(count);
    } else if (address.startsWith("/desk/issues")) {
      await expect(desk.locator("tbody tr"), words).toHaveCount(count);
    } else if (address.startsWith("/desk/actions")) {
      await expect(desk.locator(".action-card"), words).toHaveCount(count);
    }
  }
});

async function ask(desk: Page): Promise<void> {
  await desk.getByRole("button", { name: "Stel een vraag" }).click();
  await desk.getByRole("textbox", { name: "Uw vraag" }).fill(QUESTION);
}
