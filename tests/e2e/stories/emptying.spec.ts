import { expectAccessible } from "../support/axe.ts";
import { answerLost, area, draftsKept, goTo, heading, itemsKept, opened, receipts, refusal, SAVED, SENT, thingsKept, write } from "../support/device.ts";
import { entryLink } from "../support/people.ts";
import { expect, test } from "../support/server.ts";
import { PHONE } from "../support/visit.ts";

const ALONE = { ...PHONE, serviceWorkers: "block" } as const;
const SUBMIT = "**/api/v1/signals";
const RECALL = "**/api/v1/submissions/recall";

test("before a device is emptied it says what is lost, and offers to send it first", async ({ server, visit, office }) => {
  const phone = await opened(await visit(ALONE, [503]), entryLink(server, "linde"));
  await write(phone, "De eerste vlonderbrug in het park is glad.");
  await expect(heading(phone, SENT)).toBeVisible();
  await phone.route(SUBMIT, refusal(503, "belgif:serviceUnavailable"));
  await goTo(phone, "Nieuw signaal");
  await write(phone, "De tweede vlonderbrug in het park is glad.");
  await expect(heading(phone, SAVED)).toBeVisible();
  await goTo(phone, "Instellingen");
  const dialog = phone.getByRole("dialog");
  const first = dialog.getByRole("button", { name: "Verstuur eerst" });

  await phone.context().setOffline(true);
  await phone.getByRole("button", { name: "Wis dit toestel" }).click();
  await expect(dialog).toContainText("1 signaal is niet verstuurd. U verliest 1 volgcode.");
  await expect(first, "without network nothing can go first").toBeHidden();
  await dialog.getByRole("button", { name: "Annuleer" }).click();
  await phone.context().setOffline(false);

  await phone.getByRole("button", { name: "Wis dit toestel" }).click();
  await expectAccessible(phone, "emptying a device with a text that waits");
  await phone.unroute(SUBMIT);
  await first.click();
  await expect.poll(async () => (await receipts(phone)).length).toBe(2);
  expect(await office.stored("vlonderbrug")).toHaveLength(2);
  await goTo(phone, "Instellingen");
  await phone.getByRole("button", { name: "Wis dit toestel" }).click();
  await expect(dialog).toContainText("U verliest 2 volgcodes.");
  await expect(dialog).not.toContainText("niet verstuurd");
  await expect(first).toBeHidden();
  await dialog.getByRole("button", { name: "Wis dit toestel" }).click();
  await expect(phone.getByText("Dit toestel is leeg gemaakt")).toBeVisible();
  await expect.poll(() => thingsKept(phone)).toEqual([]);
});

test("what was undone is told to the server before a device is emptied, and no other text goes out", async ({ server, visit, office }) => {
  const phone = await opened(await visit(ALONE, [503]), entryLink(server, "linde"));
  await phone.route(SUBMIT, answerLost);
  await phone.route(RECALL, refusal(503, "belgif:serviceUnavailable"));
  await write(phone, "De waterpomp in het veenbesplein lekt.");
  await expect(heading(phone, SAVED)).toBeVisible();
  await phone.getByRole("button", { name: "Maak ongedaan" }).click();
  await expect(area(phone)).toHaveValue(/veenbesplein/);
  await area(phone).fill("");
  await phone.unroute(SUBMIT);
  await phone.route(SUBMIT, refusal(503, "belgif:serviceUnavailable"));
  await write(phone, "Een andere tekst over het veenbesplein blijft hier.");
  await expect(heading(phone, SAVED)).toBeVisible();
  expect(await office.stored("veenbesplein"), "the server has what was undone").toHaveLength(1);

  await goTo(phone, "Instellingen");
  await phone.getByRole("button", { name: "Wis dit toestel" }).click();
  const dialog = phone.getByRole("dialog");
  await expect(dialog).toContainText("U maakte 1 signaal ongedaan. Dat melden we eerst.");
  await phone.unroute(SUBMIT);
  await phone.unroute(RECALL);
  await dialog.getByRole("button", { name: "Wis dit toestel" }).click();
  await expect(phone.getByText("Dit toestel is leeg gemaakt")).toBeVisible();
  expect(await office.stored("veenbesplein")).toHaveLength(0);
  await expect.poll(() => itemsKept(phone)).toBe(0);
  await expect.poll(() => draftsKept(phone)).toBe(0);
});

test("without network it says that what was undone stays with the authority", async ({ server, visit }) => {
  const phone = await opened(await visit(ALONE), entryLink(server, "linde"));
  await phone.route(SUBMIT, answerLost);
  await write(phone, "De trap aan de kade is stuk voor kinderwagens.");
  await expect(heading(phone, SAVED)).toBeVisible();
  await phone.context().setOffline(true);
  await phone.getByRole("button", { name: "Maak ongedaan" }).click();
  await expect(area(phone)).toHaveValue(/kinderwagens/);
  await goTo(phone, "Instellingen");
  await phone.getByRole("button", { name: "Wis dit toestel" }).click();
  await expect(phone.getByRole("dialog")).toContainText("Zonder internet houdt uw gemeente het.");
  await phone.getByRole("dialog").getByRole("button", { name: "Wis dit toestel" }).click();
  await expect(phone.getByText("Dit toestel is leeg gemaakt")).toBeVisible();
});

test("a device that is emptied in one tab is empty in the other one too", async ({ server, visit }) => {
  const first = await opened(await visit(ALONE), entryLink(server, "linde"));
  await write(first, "De glasbak bij het rozenbottelpad is vol.");
  await expect(heading(first, SENT)).toBeVisible();
  await goTo(first, "Mijn signalen");
  await first.getByRole("link", { name: /rozenbottelpad/ }).click();
  await expect(first.getByRole("blockquote")).toContainText("rozenbottelpad");
  const second = await opened(await first.context().newPage(), "/linde/m/");
  await area(second).fill("Nog iets over het rozenbottelpad.");
  await expect.poll(() => draftsKept(second)).toBe(1);
  const third = await opened(await first.context().newPage(), "/linde/m/#settings");
  await third.getByRole("button", { name: "Wis dit toestel" }).click();
  await third.getByRole("dialog").getByRole("button", { name: "Wis dit toestel" }).click();
  await expect(third.getByText("Dit toestel is leeg gemaakt")).toBeVisible();

  await expect(area(second)).toHaveValue("");
  await expect(first.getByText("rozenbottelpad")).toHaveCount(0);
  await expect(area(first)).toBeVisible();
  await goTo(first, "Mijn signalen");
  await expect(first.getByText("U hebt nog geen signaal verstuurd")).toBeVisible();
  // What this tab does next brings nothing back.
  expect(await receipts(first)).toEqual([]);
  await expect.poll(() => thingsKept(third)).toEqual([]);
});
