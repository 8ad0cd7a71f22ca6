import { expect, test } from "../support/server.ts";
import { LAPTOP } from "../support/visit.ts";

const WORD = "kadobon";

test("a closed issue opens again when new signals come in", async ({ office, visit }) => {
  const signals = await office.bringsIn(WORD, [`Gezinnen kunnen hun ${WORD} nergens inruilen.`]);
  const issue = await office.opensIssue("Gezinnen kunnen hun bon niet gebruiken", signals);
  await office.moves(issue.id, "dismiss", { reason: "notStructural", note: "Eén winkel deed dit, en die doet het niet meer." });
  await office.answers(issue.id);
  await office.moves(issue.id, "close");
  const desk = await visit(LAPTOP);
  await office.seat(desk, "processor");
  await desk.goto(`/desk/issues/${issue.id}`);

  await test.step("without a new signal it stays closed, and says what is missing", async () => {
    await desk.getByRole("button", { name: "Open opnieuw" }).first().click();
    const form = desk.getByRole("group", { name: "Open dit knelpunt opnieuw" });
    await form.getByRole("textbox", { name: "Leg dit kort uit" }).fill("Het begint opnieuw.");
    await form.getByRole("button", { name: "Open opnieuw" }).click();
    await expect(form.getByRole("alert")).toBeFocused();
    await form.getByRole("link", { name: /Welke nieuwe signalen horen hierbij/ }).click();
    await expect(desk.getByText("Afgesloten", { exact: true }).first()).toBeVisible();
  });

  await test.step("with the one that came in since, it goes back to the analysis", async () => {
    await office.bringsIn(WORD, [`Weer een winkel neemt de ${WORD} niet aan, dit is de derde.`]);
    const form = desk.getByRole("group", { name: "Open dit knelpunt opnieuw" });
    await form.getByRole("searchbox", { name: "Zoek in signalen" }).fill(WORD);
    await desk.keyboard.press("Enter");
    await form.getByRole("checkbox", { name: /Weer een winkel/ }).check();
    await expect(form.getByText("1 signaal gekozen")).toBeVisible();
    await form.getByRole("button", { name: "Open opnieuw" }).click();
    await expect(desk.getByText("In analyse", { exact: true }).first()).toBeVisible();
    await expect(desk.getByText("2 signalen", { exact: true }).first()).toBeVisible();
    await expect(desk.getByText("Opnieuw geopend", { exact: true }).first()).toBeVisible();
  });
});
