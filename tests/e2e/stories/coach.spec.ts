import { expect } from "@playwright/test";
import { expectAccessible } from "../support/axe.ts";
import { area, heading, opened, SENT } from "../support/device.ts";
import { entryLink } from "../support/people.ts";
import { test } from "../support/server.ts";
import { PHONE } from "../support/visit.ts";

const TEXT = "De wachttijd bij de psycholoog is te lang.";

test("one question at a time helps to tell more, and nobody has to", async ({ server, visit }) => {
  const phone = await opened(await visit(PHONE), entryLink(server, "linde"));
  const asked = phone.locator(".coach__words");
  await area(phone).fill(TEXT);
  await expect(asked).toHaveText("Over wie gaat het?");
  await expectAccessible(phone, "a question below the text");
  await area(phone).press("ControlOrMeta+End");
  await phone.keyboard.type(" Het zijn vooral ouders.");
  await expect(asked).toHaveText("Hoeveel mensen of gezinnen ongeveer?");
  await phone.keyboard.type(" Zeker 12 gezinnen.");
  await expect(asked).toHaveText("Hoe vaak gebeurt dit, of sinds wanneer?");
  await phone.getByRole("button", { name: "Verstuur signaal" }).click();
  await expect(heading(phone, SENT)).toBeFocused();
});

test("nothing moves when a question comes, and it stays away when its reader says so", async ({ server, visit }) => {
  const phone = await visit(PHONE);
  await phone.clock.install();
  await opened(phone, entryLink(server, "linde"));
  const asked = phone.locator(".coach__words");
  const privacy = phone.getByRole("link", { name: "Zo beschermen we uw gegevens" });
  await area(phone).fill("Er is");
  const before = await privacy.boundingBox();
  await area(phone).fill(TEXT);
  await expect(asked).toHaveText("Over wie gaat het?");
  expect(await privacy.boundingBox()).toEqual(before);
  await phone.getByRole("button", { name: "Verberg deze vraag" }).click();
  await expect(asked).toHaveText("");
  await area(phone).press("ControlOrMeta+End");
  await phone.keyboard.type(" Heel lang.");
  await phone.clock.fastForward(5_000);
  await expect(asked).toHaveText("");
  // The next text is another one.
  await area(phone).fill("");
  await area(phone).fill(TEXT);
  await phone.clock.fastForward(5_000);
  await expect(asked).toHaveText("Over wie gaat het?");
});

test("a text about one person is shown who helps now", async ({ server, visit }) => {
  const phone = await opened(await visit(PHONE), entryLink(server, "linde"));
  await area(phone).fill("Mijn cliënte krijgt haar premie niet en wacht.");
  await expect(phone.locator(".coach__words")).toHaveText("Gaat dit over één persoon? Schrijf wat u vaker ziet.");
  await phone.locator(".coach").getByRole("link", { name: "Bekijk wie helpt" }).click();
  await expect(phone.locator("#app h1")).toBeFocused();
  await phone.goBack();
  await expect(area(phone)).toHaveValue("Mijn cliënte krijgt haar premie niet en wacht.");
});

test("a warning about personal data comes before a question", async ({ server, visit }) => {
  const phone = await opened(await visit(PHONE), entryLink(server, "linde"));
  await area(phone).fill(`${TEXT} Bel 0470 12 34 56.`);
  await expect(phone.getByText("Kijk naar ‘0470 12 34 56’.")).toBeVisible();
  await phone.getByRole("button", { name: "Dit is geen persoonsgegeven" }).click();
  await expect(phone.locator(".coach__words")).toHaveText("Over wie gaat het?");
});
