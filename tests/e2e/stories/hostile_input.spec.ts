import type { Page } from "@playwright/test";
import { expectAccessible } from "../support/axe.ts";
import { DESK } from "../support/places.ts";
import { expect, test } from "../support/server.ts";
import { LAPTOP, PHONE } from "../support/visit.ts";

const MARKUP = '<img src=x onerror="document.title=\'gehackt\'"><script>alert(1)</script>';
const EMOJI = "👩‍👩‍👧‍👦🏳️‍🌈 é ß 𝔘𝔫𝔦 שלום ‮omgekeerd";
const LONG_WORD = "x".repeat(300);
const LONG_TITLE = "Lang ".repeat(2_000);

test("markup, emoji and endless words in a signal are shown as they are, and break no screen", async ({
  office,
  visit,
}) => {
  const word = "molenwiek";
  const [signal] = await office.bringsIn(word, [
    `De ${word} ${MARKUP} en ${LONG_WORD} komt hier elke week terug, zegt men.`,
  ]);
  await office.bringsIn(word, [`De ${word} met 👩‍👩‍👧‍👦🏳️‍🌈 é ß komt hier ook elke week terug.`]);
  const desk = await visit(LAPTOP);
  await office.seat(desk, "processor");
  await desk.goto(`/desk/signals?q=${word}`);
  await expect(desk.locator(".signal-row")).toHaveCount(2);
  await expectNoOverflow(desk, "inbox");
  await desk.goto(`/desk/signals/${signal}`);
  await expect(desk.locator(".signal__text")).toContainText(MARKUP);
  await expect(desk.locator(".signal__text img, .signal__text script")).toHaveCount(0);
  await expectNoOverflow(desk, "signal");
  expect(await desk.title()).not.toContain("gehackt");
});

test("a title of ten thousand characters is refused at its field, and stays there", async ({ office, visit }) => {
  const word = "torenklok";
  const signals = await office.bringsIn(word, [`De ${word} houdt patiënten wakker, elke nacht opnieuw.`]);
  const issue = await office.opensIssue("Inwoners slapen slecht", signals);
  const desk = await visit(LAPTOP, [422]);
  await office.seat(desk, "processor");
  await desk.goto(`/desk/issues/${issue.id}`);
  await desk.locator("#describe").getByRole("button", { name: "Pas aan" }).click();
  const title = desk.getByRole("textbox", { name: "Titel" });
  await title.fill(LONG_TITLE);
  await desk.getByRole("button", { name: "Bewaar omschrijving" }).click();
  await expect(desk.getByRole("alert").filter({ hasText: "Er is een probleem" })).toBeFocused();
  await expect(title).toHaveValue(LONG_TITLE);
  await expect(title).toHaveAccessibleDescription(/Schrijf hoogstens [\d.]+ tekens\. Nu zijn het er [\d.]+\./);
  await expectNoOverflow(desk, "issue, refused");

  await test.step("markup as a title is a title", async () => {
    await title.fill(MARKUP);
    await desk.getByRole("button", { name: "Bewaar omschrijving" }).click();
    await expect(desk.getByRole("heading", { level: 1 })).toContainText(MARKUP);
    await desk.goto("/desk/issues?q=onerror");
    await expect(desk.getByRole("link", { name: MARKUP })).toBeVisible();
  });
});

test("a description over its limit can be typed on, and is counted", async ({ office, visit }) => {
  const word = "brandgang";
  const signals = await office.bringsIn(word, [`De ${word} ligt vol vuilnis, dit gebeurt elke week opnieuw.`]);
  const issue = await office.opensIssue("Afval hoopt zich op", signals);
  const desk = await visit(LAPTOP, [422]);
  await office.seat(desk, "processor");
  await desk.goto(`/desk/issues/${issue.id}`);
  await desk.locator("#describe").getByRole("button", { name: "Pas aan" }).click();
  const text = desk.getByRole("textbox", { name: "Neutrale omschrijving" });
  const typed = "👩‍👩‍👧‍👦".repeat(4_001);
  await text.fill(typed);
  await expect(desk.getByText("1 teken te veel", { exact: true }).first()).toBeVisible();
  await desk.getByRole("button", { name: "Bewaar omschrijving" }).click();
  await expect(text).toHaveAttribute("aria-invalid", "true");
  await expect(text).toHaveValue(typed);
});

test("names of organisations and links take what people type, and refuse what cannot be", async ({ office, visit }) => {
  const desk = await visit(LAPTOP, [422]);
  await office.seat(desk, "leadProcessor");
  await desk.goto("/desk/organisations");
  const name = desk.getByRole("textbox", { name: /naam/i }).first();
  await desk.getByRole("button", { name: "Voeg toe" }).click();
  await expect(desk.getByRole("alert").filter({ hasText: "Er is een probleem" })).toBeFocused();
  await name.fill(MARKUP.slice(0, 100));
  await desk.getByRole("combobox").first().selectOption({ index: 1 });
  await desk.getByRole("button", { name: "Voeg toe" }).click();
  await expect(desk.getByRole("rowheader", { name: MARKUP.slice(0, 100) })).toBeVisible();

  await desk.goto("/desk/links");
  const link = desk.getByRole("textbox", { name: "Naam van de link" });
  await link.fill(LONG_TITLE);
  await desk.getByRole("button", { name: "Maak link" }).click();
  await expect(link).toHaveAttribute("aria-invalid", "true");
  await link.fill("Affiche 👩‍👩‍👧‍👦 é ß");
  await desk.getByRole("button", { name: "Maak link" }).click();
  await expect(desk.getByRole("article").filter({ hasText: "Affiche 👩‍👩‍👧‍👦 é ß" })).toBeVisible();
  await expectNoOverflow(desk, "links");
});

test("a search for anything finds something or nothing, and never breaks", async ({ office, visit }) => {
  const desk = await visit(LAPTOP);
  await office.seat(desk, "processor");
  for (const words of [`"'%_\\*(){}[]`, MARKUP, EMOJI, "-".repeat(50), "é ".repeat(90), "x".repeat(5_000)]) {
    await desk.goto("/desk/signals?tab=all");
    const search = desk.getByRole("searchbox", { name: "Zoek in signalen" });
    await search.fill(words);
    await search.press("Enter");
    await expect(desk.locator("[aria-busy=true]")).toHaveCount(0);
    await expect(desk.locator(".signal-row, .empty, .problem").first()).toBeVisible();
    await expectNoOverflow(desk, `search for ${words.slice(0, 20)}`);
  }
});

test("the desk on a phone scrolls down, never sideways, also with a long word in an answer", async ({ office, visit }) => {
  test.setTimeout(240_000);
  const word = "waterput";
  const signals = await office.bringsIn(word, [`De ${word} ${LONG_WORD} droogt op en gezinnen halen water ver weg.`]);
  const issue = await office.opensIssue(`Gezinnen hebben geen water ${"y".repeat(60)}`, signals);
  const desk = await visit({ ...PHONE, hasTouch: true });
  await office.seat(desk, "processor", "leadProcessor");
  for (const place of [...DESK, `signals/${signals[0]}`, `issues/${issue.id}`]) {
    await desk.goto(`/desk/${place}`);
    await expect(desk.locator("main h1").first()).toBeVisible();
    await expect(desk.locator("[aria-busy=true]")).toHaveCount(0);
    await expectNoOverflow(desk, place || "start");
    await expectAccessible(desk, `desk at 360 px: ${place || "start"}`);
  }
});

async function expectNoOverflow(page: Page, where: string): Promise<void> {
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow, `${where} is wider than the screen by`).toBeLessThanOrEqual(0);
}
