import { expect, test } from "../support/server.ts";
import { LAPTOP } from "../support/visit.ts";

test("the lead publishes an issue after a question, and takes it back", async ({ office, visit }) => {
  const ids = await office.bringsIn("regenton", ["De regenton van de volkstuin is leeg voor tien gezinnen."]);
  const issue = await office.opensIssue("Volkstuinen hebben geen water", ids);
  await office.publishes(issue.id, "Volkstuinen hebben in de zomer geen water.");
  await office.moves(issue.id, "unpublish");
  const shown = async () => (await office.published()).some(({ id }) => id === issue.id);
  const desk = await visit(LAPTOP);
  await office.seat(desk, "leadProcessor");
  await desk.goto(`/desk/issues/${issue.id}`);
  const part = desk.locator("#publication");
  await expect(part).toContainText("Nee, alleen voor medewerkers.");

  await part.getByRole("button", { name: "Publiceer knelpunt" }).click();
  const dialog = desk.getByRole("dialog", { name: "Dit knelpunt publiceren?" });
  await dialog.getByRole("button", { name: "Annuleer" }).click();
  expect(await shown()).toBe(false);
  await part.getByRole("button", { name: "Publiceer knelpunt" }).click();
  await dialog.getByRole("button", { name: "Publiceer knelpunt" }).click();
  await expect(part).toContainText("Ja, sinds");
  expect(await shown()).toBe(true);

  await desk.keyboard.press("u");
  await expect(part).toContainText("Nee, alleen voor medewerkers.");
  expect(await shown()).toBe(false);
});

test("a processor sees whether an issue is published, and that the lead does it", async ({ office, visit }) => {
  const ids = await office.bringsIn("kruiwagen", ["De kruiwagen van de volkstuin is stuk voor tien gezinnen."]);
  const issue = await office.opensIssue("Volkstuinen hebben geen gereedschap", ids);
  const desk = await visit(LAPTOP);
  await office.seat(desk, "processor");
  await desk.goto(`/desk/issues/${issue.id}`);
  await expect(desk.locator("#publication")).toContainText("Dit kan zodra het knelpunt bevestigd is.");
  await office.publishes(issue.id, "Volkstuinen hebben geen gereedschap.");
  await desk.reload();
  await expect(desk.locator("#publication")).toContainText("Ja, sinds");
  await expect(desk.locator("#publication").getByRole("button")).toHaveCount(0);
});
