import type { Page } from "@playwright/test";
import { area, heading, opened, write } from "../support/device.ts";
import { entryLink } from "../support/people.ts";
import { expect, test } from "../support/server.ts";
import { PHONE } from "../support/visit.ts";

const SEND = { name: "Verstuur signaal" };

/** Waits until the names are known: they come after everything else. */
async function looksOver(phone: Page): Promise<void> {
  await area(phone).fill("Fatima");
  await expect(phone.locator(".marks mark")).toHaveText(["Fatima"]);
  await area(phone).fill("");
}

test("a name is marked, named below the text, and replaced with one tap", async ({ server, visit }) => {
  const phone = await opened(await visit(PHONE), entryLink(server, "linde"));
  await looksOver(phone);
  await area(phone).fill("Fatima vindt geen opvang. Ik belde Fatima gisteren.");
  await expect(phone.locator(".marks mark")).toHaveText(["Fatima", "Fatima"]);
  const row = phone.getByRole("listitem").filter({ hasText: "Kijk naar ‘Fatima’." });
  await expect(row).toHaveCount(1);
  await row.getByRole("button", { name: /^Vervang door/ }).click();
  await expect(area(phone)).not.toHaveValue(/Fatima/);
  await expect(row).toHaveCount(0);
  await expect(phone.locator(".marks mark")).toHaveCount(0);
  await phone.getByRole("button", { name: "Maak ongedaan" }).click();
  await expect(area(phone)).toHaveValue("Fatima vindt geen opvang. Ik belde Fatima gisteren.");
});

test("a number of somebody is asked about before it is sent", async ({ server, visit }) => {
  const phone = await opened(await visit(PHONE), entryLink(server, "linde"));
  await looksOver(phone);
  await write(phone, "De wachtlijst is lang, bel 0470 12 34 56 maar.");
  const dialog = phone.getByRole("dialog", { name: "Haal eerst de persoonsgegevens weg" });
  await expect(dialog.getByRole("listitem")).toHaveText("0470 12 34 56 wordt ‘een telefoonnummer’");
  await dialog.getByRole("button", { name: "Vervang alles" }).click();
  await expect(area(phone)).toHaveValue("De wachtlijst is lang, bel een telefoonnummer maar.");
  await phone.getByRole("button", SEND).click();
  await expect(heading(phone, "Bedankt. Uw signaal is verstuurd.")).toBeFocused();
});

test("who confirms sends it as it is, and the server looks at it first", async ({ server, visit }) => {
  const phone = await opened(await visit(PHONE), entryLink(server, "linde"));
  await looksOver(phone);
  await write(phone, "De wachtlijst is lang, bel 0470 12 34 57 maar.");
  await phone.getByRole("dialog").getByRole("button", { name: "Bevestig en verstuur" }).click();
  await expect(phone.getByText(/We kijken uw tekst eerst na/)).toBeVisible();
});
