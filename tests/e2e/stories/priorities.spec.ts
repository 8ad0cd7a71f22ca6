import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { expectAccessible } from "../support/axe.ts";
import type { Office } from "../support/office.ts";
import { expect, test } from "../support/server.ts";
import { LAPTOP } from "../support/visit.ts";

const WORD = "weegschaal";
const NARROW = { viewport: { width: 360, height: 740 }, colorScheme: "dark" as const };

test("several people score, each for herself, and the lead makes the order", async ({ office, visit }) => {
  test.setTimeout(180_000);
  const [first, second, third] = [
    await validated(office, "Aan het loket is een hoge drempel"),
    await validated(office, "De bus rijdt niet op zondag"),
    await validated(office, "Er is geen plek om te slapen"),
  ];
  const colleague = await visit(LAPTOP);
  await office.seat(colleague, "processor");
  const desk = await visit(LAPTOP);
  await office.seat(desk, "leadProcessor");

  await test.step("nobody sees points before she gave her own", async () => {
    await colleague.goto("/desk/priorities");
    await gives(colleague, first.number, 2, 4);
    await desk.goto("/desk/priorities");
    await expect(row(desk, first.number)).toContainText("1 persoon");
    await expect(row(desk, first.number)).toContainText("u nog niet");
    await expect(row(desk, first.number).getByRole("button", { name: "Spreiding" })).toHaveCount(0);
    await gives(desk, first.number, 4, 4);
    await row(desk, first.number).getByRole("button", { name: "Spreiding" }).click();
    await expect(desk.getByText("midden 3,0, van 2 tot 4, 2 personen")).toBeVisible();
    await expect(colleague.locator("main").getByText("Medewerker")).toHaveCount(0);
  });

  await test.step("the picture, the table and the file have the same numbers", async () => {
    await gives(desk, second.number, 5, 5);
    await gives(desk, third.number, 3, 1);
    await expect(desk.getByRole("img", { name: `Bovenaan staat ${second.number}: impact 5,0, haalbaar 5,0.` })).toBeVisible();
    await expect(cells(desk, second.number)).resolves.toEqual(["1", "5,0", "5,0", "5,0"]);
    await expect(cells(desk, first.number)).resolves.toEqual(["2", "3,5", "3,0", "4,0"]);
    await desk.getByRole("img", { name: /Bovenaan staat/ }).focus();
    await desk.keyboard.press("ArrowRight");
    await expect(desk.locator(".chart__readout")).toContainText(`${second.number} De bus rijdt niet op zondag. Plaats 1, impact 5,0`);
    await desk.keyboard.press("ArrowRight");
    await expect(desk.locator(".chart__readout")).toContainText(first.number);
    const saving = desk.waitForEvent("download");
    await desk.getByRole("button", { name: "Bewaar als bestand" }).click();
    const saved = await readFile(await (await saving).path(), "utf8");
    expect(saved).toContain(`"1";"1";"${second.number}";"De bus rijdt niet op zondag";"5,0";"5,0";"5,0"`);
    await expectAccessible(desk, "priorities, with a spread");
  });

  await test.step("other weights are tried out by keyboard and are nobody else's business", async () => {
    await desk.getByText("Gewichten", { exact: true }).click();
    await desk.getByLabel("Aantal mensen").focus();
    await desk.keyboard.press("Home");
    await expect(desk.getByText("U probeert andere gewichten.")).toBeVisible();
    await expect(cells(desk, first.number)).resolves.toEqual(["2", "4,0", "–", "4,0"]);
    await expectAccessible(desk, "priorities, with other weights");
    await desk.getByRole("button", { name: "Neem de bewaarde gewichten" }).click();
    await expect(cells(desk, first.number)).resolves.toEqual(["2", "3,5", "3,0", "4,0"]);
  });

  await test.step("a heading sorts, and the address keeps it", async () => {
    await desk.getByRole("button", { name: "Haalbaar" }).click();
    await expect(desk).toHaveURL(/sort=feasibility/);
    await expect(desk.getByRole("columnheader", { name: "Haalbaar" })).toHaveAttribute("aria-sort", "descending");
    await desk.getByRole("button", { name: "Plaats", exact: true }).click();
    await expect(desk).toHaveURL(/priorities$/);
  });

  await test.step("the lead puts one issue first by hand, and the record says so", async () => {
    const up = desk.getByRole("button", { name: `${first.number} omhoog` });
    await up.focus();
    await desk.keyboard.press("Enter");
    await expect(desk.getByText(`${first.number}: plaats 1 van 3`)).toBeAttached();
    await expect(up).toBeFocused();
    await desk.getByRole("button", { name: "Leg de volgorde vast" }).click();
    const dialog = desk.getByRole("dialog");
    await expect(dialog).toContainText("U kiest een andere volgorde dan de berekende.");
    await expect(dialog).toContainText("zonder inbreng van het werkveld");
    await expectAccessible(desk, "priorities, confirming the order");
    await dialog.getByRole("button", { name: "Leg vast" }).click();
    const placed = desk.getByRole("listitem").filter({ hasText: first.title });
    await expect(placed).toContainText("Plaats 1 van 3");
    await expect(placed).toContainText("Door 2 personen van het bestuur");
  });

  await desk.goto(`/desk/issues/${first.id}`);
  await expect(desk.getByText("Plaats 1 van 3 (berekend: 2)")).toBeVisible();
  await expect(desk.getByText("De volgorde is met de hand gekozen")).toBeVisible();
});

test("an administrator chooses what counts, and sees no issue", async ({ office, visit }) => {
  const desk = await visit(LAPTOP);
  await office.seat(desk, "administrator");
  await desk.goto("/desk/priorities");
  await expect(desk.getByRole("table")).toHaveCount(0);
  await desk.getByLabel("Haast").focus();
  await desk.keyboard.press("ArrowRight");
  await desk.getByRole("button", { name: "Bewaar deze gewichten" }).click();
  await expect(desk.getByText("De gewichten zijn bewaard")).toBeVisible();
  await desk.reload();
  await expect(desk.getByLabel("Haast")).toHaveValue("6");
  await expectAccessible(desk, "what counts");
  // Other stories find the usual weights.
  await desk.getByRole("button", { name: "Laat alles even zwaar tellen" }).click();
  await desk.getByRole("button", { name: "Bewaar deze gewichten" }).click();
  await expect(desk.getByText("De gewichten zijn bewaard").last()).toBeVisible();
});

test("a policy officer scores on a narrow, dark screen", async ({ office, visit }) => {
  const issue = await validated(office, "Op een smal scherm past dit ook");
  const desk = await visit(NARROW);
  await office.seat(desk, "policyOfficer");
  await desk.goto("/desk/priorities");
  await row(desk, issue.number).getByRole("button", { name: "Geef punten" }).click();
  await expectAccessible(desk, "giving points, narrow and dark");
  await fits(desk);
  await desk.keyboard.press("Escape");
  await gives(desk, issue.number, 4, 3);
  await row(desk, issue.number).getByRole("button", { name: "Spreiding" }).click();
  await expect(desk.getByRole("button", { name: "Leg de volgorde vast" })).toHaveCount(0);
  await expectAccessible(desk, "priorities, narrow and dark");
  await fits(desk);
  await row(desk, issue.number).getByRole("button", { name: "Wijzig mijn punten" }).click();
  await desk.getByRole("button", { name: "Neem mijn punten terug" }).click();
  await expect(row(desk, issue.number)).toContainText("u nog niet");
});

async function validated(office: Office, title: string) {
  const signals = await office.bringsIn(WORD, [`${title}, zegt iemand bij de ${WORD}.`]);
  const { id } = await office.opensIssue(title, signals);
  return office.publishes(id, `${title}. Dat horen wij van mensen in de hele stad.`);
}

function row(desk: Page, number: string) {
  return desk.locator(".priorities__row").filter({ has: desk.getByText(number, { exact: true }) });
}

/** Gives points on how many people have it, and on whether something can be done. */
async function gives(desk: Page, number: string, reach: number, feasibility: number) {
  await row(desk, number).getByRole("button", { name: /Geef punten|Wijzig mijn punten/ }).click();
  const form = desk.getByRole("group", { name: `Uw punten voor ${number}` });
  await form.getByRole("group", { name: "Hoeveel mensen hebben dit probleem?" }).getByRole("radio", { name: `${reach}` }).check();
  await form.getByRole("group", { name: "Hoe haalbaar is een oplossing?" }).getByRole("radio", { name: `${feasibility}` }).check();
  await form.getByRole("button", { name: "Bewaar mijn punten" }).click();
  await expect(form).toHaveCount(0);
  await expect(row(desk, number).getByRole("button", { name: "Wijzig mijn punten" })).toBeVisible();
}

/** Place, total, impact, feasibility. */
async function cells(desk: Page, number: string) {
  const all = await row(desk, number).getByRole("cell").allInnerTexts();
  return [0, 1, 2, 3].map((position) => all[position]?.split("\n").pop()?.trim());
}

async function fits(page: Page) {
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(wider, "nothing is wider than the screen").toBe(0);
}
