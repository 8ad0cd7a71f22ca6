import type { Page } from "@playwright/test";
import { expectAccessible } from "../support/axe.ts";
import { expect, test } from "../support/server.ts";
import { LAPTOP } from "../support/visit.ts";

const TITLE = "Hoe goed zijn de voorstellen?";

/** What the server would tell after some months; tests/it/learning.rs is about how it counts. */
const RECORD = {
  kinds: [
    {
      kind: "theme",
      model: "multilingual-e5-small-q4-1",
      shown: 140,
      accepted: 81,
      rejected: 13,
      corrected: 6,
      open: 40,
      acceptance: 81,
      overridden: 6,
      calibration: [
        { from: 40, to: 50, said: 46, right: 52, decisions: 21 },
        { from: 60, to: 70, said: 66, right: 61, decisions: 18 },
        { from: 80, to: 90, said: 84, right: 77, decisions: 22 },
        { from: 90, to: 100, said: 96, right: 100, decisions: 39 },
      ],
    },
    {
      kind: "tag",
      model: "hashed-384-1",
      shown: 3,
      accepted: 1,
      rejected: 0,
      corrected: 0,
      open: 2,
      calibration: [],
    },
    {
      kind: "similar",
      model: "multilingual-e5-small-q4-1",
      shown: 30,
      accepted: 9,
      rejected: 3,
      corrected: 0,
      open: 18,
      acceptance: 75,
      calibration: [],
    },
  ],
};

test("a policy officer reads how good the proposals were, as a sentence, a picture and a table", async ({
  office,
  visit,
}) => {
  const desk = await visit(LAPTOP);
  await office.seat(desk, "policyOfficer");
  await test.step("nothing was decided yet", async () => {
    await desk.goto("/desk/suggestions");
    await expect(desk.getByRole("heading", { name: TITLE })).toBeVisible();
    await expect(desk.getByText("Nog te weinig beslissingen")).toBeVisible();
    await expectAccessible(desk, "the record of proposals without decisions");
  });
  await tells(desk, RECORD);
  await desk.reload();
  const themes = desk.getByRole("region").or(desk.locator("section")).filter({ hasText: "Thema’s" }).last();
  await test.step("the sentence is the answer, and the picture has it as its name", async () => {
    for (const sentence of [
      "Van 100 voorstellen waarover iemand besliste, is 81 % aanvaard.",
      "Was de computer voor 96 % zeker, dan was 100 % juist.",
    ]) {
      await expect(themes.locator("figcaption", { hasText: sentence })).toBeVisible();
      await expect(themes.getByRole("img", { name: sentence })).toBeVisible();
    }
    await expect(desk.getByText("hashed-384-1"), "one decision says nothing").toHaveCount(0);
    await expect(desk.getByText("Van 12 paren waarover iemand besliste, hoort 75 % samen.")).toBeVisible();
  });
  await test.step("the table tells the same numbers, by keyboard too", async () => {
    const figure = themes.locator("figure").nth(1);
    await figure.getByText("Toon als tabel").focus();
    await desk.keyboard.press("Enter");
    const rows = figure.getByRole("row");
    await expect(rows).toHaveCount(1 + 4);
    await expect(rows.nth(3)).toHaveText(/84 %\s*77 %\s*22/);
    await expect(figure.locator(".chart__dot")).toHaveCount(4);
    await expectAccessible(desk, "the record of proposals");
  });
  await test.step("the address holds the period", async () => {
    const asked = desk.waitForRequest((request) => request.url().includes("/suggestions/record?from="));
    await desk.getByRole("link", { name: "Laatste 90 dagen" }).click();
    await asked;
    expect(desk.url()).toContain("days=90");
    await expect(desk.getByRole("link", { name: "Laatste 90 dagen" })).toHaveAttribute("aria-current", "true");
  });
});

test("an administrator reads on the first page how far the analysis is", async ({ office, visit }) => {
  const desk = await visit(LAPTOP);
  await office.seat(desk, "administrator");
  await expect(desk.getByText("wachten op analyse")).toHaveCount(0);
  await desk.route("**/api/v1/start", async (route) => {
    const answer = await route.fetch();
    const analysis = { waiting: 14, relooked: { done: 3, all: 9 }, noModel: "damaged" };
    await route.fulfill({ response: answer, json: { ...(await answer.json()), analysis } });
  });
  await desk.reload();
  for (const words of [
    "14 signalen wachten op analyse",
    "Opnieuw bekeken met het nieuwe model: 3 van 9",
    "Het taalmodel op de server is beschadigd.",
  ]) {
    await expect(desk.getByText(words)).toBeVisible();
  }
  await expectAccessible(desk, "the first page with the analysis under way");
});

async function tells(desk: Page, record: unknown): Promise<void> {
  await desk.route("**/api/v1/suggestions/record*", (route) => route.fulfill({ json: record }));
}
