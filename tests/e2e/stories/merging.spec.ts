import type { Locator, Page } from "@playwright/test";
import { expect, test } from "../support/server.ts";
import { LAPTOP } from "../support/visit.ts";

const WORD = "tramhalte";
const SIGNALS = [
  `De ${WORD} is weg en oudere inwoners geraken niet bij de dokter.`,
  `Sinds de ${WORD} verdween, missen jongeren hun werk.`,
  `Zonder ${WORD} komen ouders niet meer naar de kinderopvang.`,
  `Bij de ${WORD} staat al maanden water, niemand kan er wachten.`,
];
const KEPT = "Inwoners geraken niet bij zorg en werk";
const LOST = "De halte is niet bruikbaar";
const SPLIT = "Ouders geraken niet bij de opvang";

test("two issues become one, and the merge is undone", async ({ office, visit }) => {
  const signals = await office.bringsIn(WORD, SIGNALS);
  const kept = await office.opensIssue(KEPT, signals.slice(0, 3));
  const lost = await office.opensIssue(LOST, signals.slice(3));
  const desk = await visit(LAPTOP);
  await office.seat(desk, "processor");

  await test.step("the other issue goes into this one", async () => {
    await open(desk, lost.id);
    await desk.keyboard.press("m");
    const picker = desk.getByRole("combobox", { name: "Met welk knelpunt?" });
    await expect(picker).toBeFocused();
    await picker.fill(kept.number);
    await desk.getByRole("option", { name: new RegExp(`^${kept.number} `) }).click();
    await expect(desk.getByText(`1 signaal verhuist naar ${kept.number}.`)).toBeVisible();
    await desk.getByRole("button", { name: "Voeg samen", exact: true }).last().click();
    await expect(title(desk)).toHaveText(`${kept.number} ${KEPT}`);
    await expect(desk.getByText("4 signalen", { exact: true }).first()).toBeVisible();
  });

  await test.step("the old address leads to the one that stays", async () => {
    const other = await desk.context().newPage();
    await other.goto(`/desk/issues/${lost.id}`);
    await expect(other.getByText("Dit knelpunt ging op in een ander knelpunt.")).toBeVisible();
    await other.getByRole("link", { name: "Open", exact: true }).click();
    await expect(title(other)).toHaveText(`${kept.number} ${KEPT}`);
    await other.close();
  });

  await test.step("the key `u` takes it back, and the page shows it", async () => {
    await desk.keyboard.press("u");
    await expect(desk.getByText("Ongedaan gemaakt", { exact: true })).toBeVisible();
    await expect(desk.getByText("3 signalen", { exact: true }).first()).toBeVisible();
    await expect(lineage(desk)).toContainText("Dit is ongedaan gemaakt");
    await open(desk, lost.id);
    await expect(desk.getByText("1 signaal", { exact: true }).first()).toBeVisible();
    await expect(desk.getByText("Kandidaat", { exact: true }).first()).toBeVisible();
  });
});

test("an issue is split, and the split is undone", async ({ office, visit }) => {
  const signals = await office.bringsIn("fietsenstalling", [
    "De fietsenstalling is vol en ouders zetten hun fiets op straat.",
    "Aan de fietsenstalling is het donker, meisjes durven er niet door.",
    "De fietsenstalling gaat te vroeg dicht voor wie laat werkt.",
  ]);
  const whole = await office.opensIssue("De stalling werkt niet voor iedereen", signals);
  const desk = await visit(LAPTOP);
  await office.seat(desk, "processor");
  await open(desk, whole.id);

  await test.step("one signal leaves for a new issue", async () => {
    await desk.getByRole("button", { name: "Splits", exact: true }).click();
    await expect(desk.getByRole("textbox", { name: "Titel van het nieuwe knelpunt" })).toBeFocused();
    await desk.keyboard.type(SPLIT);
    await desk.getByRole("checkbox", { name: /^Kies: Aan de fietsenstalling is het donker/ }).check();
    await expect(desk.getByText("1 signaal gekozen", { exact: true })).toBeVisible();
    await desk.getByRole("group", { name: "Splits dit knelpunt" }).getByRole("button", { name: "Splits" }).click();
    await expect(title(desk)).toContainText(SPLIT);
    await expect(desk.getByText("1 signaal", { exact: true }).first()).toBeVisible();
  });

  await test.step("the first one has two left, and the split is told there", async () => {
    await open(desk, whole.id);
    await expect(desk.getByText("2 signalen", { exact: true }).first()).toBeVisible();
    await expect(lineage(desk)).toContainText("1 signaal");
  });

  await test.step("it is undone from the list of merges and splits", async () => {
    await lineage(desk).getByRole("button", { name: "Maak ongedaan" }).click();
    await expect(desk.getByText("3 signalen", { exact: true }).first()).toBeVisible();
    await expect(lineage(desk).getByRole("button", { name: "Maak ongedaan" })).toHaveCount(0);
  });
});

async function open(desk: Page, issue: string): Promise<void> {
  await desk.goto(`/desk/issues/${issue}`);
  await expect(desk.locator(".issue")).toBeVisible();
}

function title(desk: Page): Locator {
  return desk.getByRole("heading", { level: 1 });
}

/** Where an issue tells what was merged and split. */
function lineage(desk: Page): Locator {
  return desk.locator("section", { has: desk.getByRole("heading", { name: "Samengevoegd en gesplitst" }) });
}
