import type { Locator, Page } from "@playwright/test";
import type { Issue, Office } from "../support/office.ts";
import { expect, test } from "../support/server.ts";
import { LAPTOP, type Visit } from "../support/visit.ts";

const MINE = "Wie laat werkt, vindt na zes uur geen loket meer open.";
const THEIRS = "Het loket is op weekdagen alleen in de voormiddag open.";

test("two people describe one issue: both versions are shown, and mine is kept", async ({ office, visit }) => {
  const { issue, mine, colleague, theirs } = await bothDescribe(office, visit, "loketuren");
  const conflict = mine.getByRole("alert").filter({ hasText: "Kies welke versie blijft." });

  await test.step("who and when is told, and no typed word is lost", async () => {
    await expect(conflict).toBeFocused();
    await expect(conflict.getByRole("heading", { level: 2 })).toHaveText(
      new RegExp(`^${colleague} wijzigde dit om \\d{2}:\\d{2}$`),
    );
    await expect(version(mine, "Uw versie")).toContainText(MINE);
    await expect(version(mine, "De andere versie")).toContainText(THEIRS);
    await expect(description(mine)).toHaveValue(MINE);
  });

  await test.step("mine is stored over theirs", async () => {
    await mine.getByRole("button", { name: "Bewaar mijn versie" }).click();
    await expect(mine.getByText("Bewaard", { exact: true })).toBeVisible();
    await expect(mine.locator("#describe")).toContainText(MINE);
    expect((await office.issue(issue.id)).description).toBe(MINE);
  });

  await test.step("the colleague reads it after a reload", async () => {
    await theirs.reload();
    await expect(theirs.locator("#describe")).toContainText(MINE);
  });
});

test("two people describe one issue: the other version is taken", async ({ office, visit }) => {
  const { issue, mine } = await bothDescribe(office, visit, "balieuren");
  await mine.getByRole("button", { name: "Neem de andere versie" }).click();
  await expect(mine.locator("#describe")).toContainText(THEIRS);
  await expect(description(mine)).toHaveCount(0);
  expect((await office.issue(issue.id)).description).toBe(THEIRS);
});

test("a tick that comes too late never stores old words over new ones", async ({ office, visit }) => {
  const issue = await newIssue(office, "openingsuren");
  const mine = await visit(LAPTOP, [412]);
  await office.seat(mine, "processor");
  await mine.goto(`/desk/issues/${issue.id}`);
  await edit(mine, MINE);
  await office.describes(issue.id, { description: THEIRS });

  await mine.getByRole("checkbox", { name: "duidelijk", exact: true }).click();
  await expect(mine.getByText(/^Dit is intussen veranderd\. De stand is nu: /)).toBeVisible();
  await expect(description(mine)).toHaveValue(MINE);
  await mine.getByRole("button", { name: "Bewaar omschrijving" }).click();
  await expect(version(mine, "De andere versie")).toContainText(THEIRS);
  expect((await office.issue(issue.id)).description).toBe(THEIRS);
});

test("a draft waits on this device, however the form was left", async ({ office, visit }) => {
  const issue = await newIssue(office, "wachtrijen");
  const desk = await visit(LAPTOP);
  await office.seat(desk, "processor");
  await desk.goto(`/desk/issues/${issue.id}`);
  await edit(desk, MINE);
  await desk.keyboard.press("Escape");
  await expect(description(desk)).toHaveCount(0);
  await desk.reload();
  await desk.locator("#describe").getByRole("button", { name: "Pas aan" }).click();
  await expect(description(desk)).toHaveValue(MINE);
  await expect(desk.getByText("We hebben uw tekst bewaard")).toBeVisible();
  await desk.getByRole("button", { name: "Wis de tekst" }).click();
  await expect(description(desk)).toHaveValue("");
});

/** Both open the form; the colleague saves first, then I save. */
async function bothDescribe(office: Office, visit: Visit, word: string) {
  const issue = await newIssue(office, word);
  const mine = await visit(LAPTOP, [412]);
  const theirs = await visit(LAPTOP);
  await office.seat(mine, "processor");
  const { name: colleague } = await office.seat(theirs, "processor");
  for (const [page, words] of [
    [mine, MINE],
    [theirs, THEIRS],
  ] as const) {
    await page.goto(`/desk/issues/${issue.id}`);
    await edit(page, words);
  }
  await theirs.getByRole("button", { name: "Bewaar omschrijving" }).click();
  await expect(theirs.getByText("Bewaard", { exact: true })).toBeVisible();
  await mine.getByRole("button", { name: "Bewaar omschrijving" }).click();
  return { issue, mine, theirs, colleague };
}

async function newIssue(office: Office, word: string): Promise<Issue> {
  const signals = await office.bringsIn(word, [`De ${word} passen niet bij wie werkt. Ik hoor dit elke week.`]);
  return office.opensIssue(`Inwoners vinden geen loket open (${word})`, signals);
}

async function edit(page: Page, words: string): Promise<void> {
  await page.locator("#describe").getByRole("button", { name: "Pas aan" }).click();
  await description(page).fill(words);
}

function description(page: Page): Locator {
  return page.getByRole("textbox", { name: "Neutrale omschrijving" });
}

function version(page: Page, title: string): Locator {
  return page.locator(".conflict__version", { has: page.getByRole("heading", { name: title }) });
}
