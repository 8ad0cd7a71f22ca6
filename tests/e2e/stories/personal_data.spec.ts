import { expect, type Page } from "@playwright/test";
import { expectAccessible } from "../support/axe.ts";
import { appIsThere, area, heading, opened, SAVED, SENT, write } from "../support/device.ts";
import { entryLink } from "../support/people.ts";
import { test } from "../support/server.ts";
import { LAPTOP, PHONE } from "../support/visit.ts";

const marks = (phone: Page) => phone.locator(".marks mark");
const row = (phone: Page, found: string) => phone.getByRole("listitem").filter({ hasText: `Kijk naar ‘${found}’.` });
const dialog = (phone: Page) => phone.getByRole("dialog", { name: "Haal eerst de persoonsgegevens weg" });

/** Waits until names are known: the lists come after everything else. */
async function looksOver(phone: Page): Promise<Page> {
  await area(phone).fill("Fatima");
  await expect(marks(phone)).toHaveText(["Fatima"]);
  await area(phone).fill("");
  await expect(marks(phone)).toHaveCount(0);
  return phone;
}

test("a name is marked, named below the text, and replaced with one tap", async ({ server, visit }) => {
  const phone = await looksOver(await opened(await visit(PHONE), entryLink(server, "linde")));
  const text = "Fatima vindt geen opvang. Ik belde Fatima gisteren.";
  await area(phone).fill(text);
  await expect(marks(phone)).toHaveText(["Fatima", "Fatima"]);
  await expect(row(phone, "Fatima")).toHaveCount(1);
  // The caret stands behind "opvang", and stays there.
  await area(phone).evaluate((area: HTMLTextAreaElement) => area.setSelectionRange(24, 24));
  await row(phone, "Fatima").getByRole("button", { name: "Vervang door ‘Iemand’" }).click();
  await expect(area(phone)).toHaveValue("Iemand vindt geen opvang. Ik belde iemand gisteren.");
  await expect(marks(phone)).toHaveCount(0);
  await expect(row(phone, "Fatima")).toHaveCount(0);
  const caret = await area(phone).evaluate((area: HTMLTextAreaElement) => area.value.slice(0, area.selectionStart));
  expect(caret).toBe("Iemand vindt geen opvang");

  const undo = phone.getByRole("button", { name: "Maak ongedaan" });
  await expect(undo).toBeFocused();
  await undo.click();
  await expect(area(phone)).toHaveValue(text);
  await expect(row(phone, "Fatima")).toBeVisible();
});

test("what its writer says is no personal data is not asked again for this text", async ({ server, visit }) => {
  const phone = await looksOver(await opened(await visit(PHONE), entryLink(server, "linde")));
  await area(phone).fill("Fatima en Kenji wachten.");
  await row(phone, "Fatima").getByRole("button", { name: "Dit is geen persoonsgegeven" }).click();
  await expect(marks(phone)).toHaveText(["Kenji"]);
  await area(phone).press("ControlOrMeta+End");
  await phone.keyboard.type(" Fatima ook.");
  await expect(area(phone)).toHaveValue("Fatima en Kenji wachten. Fatima ook.");
  await expect(marks(phone)).toHaveText(["Kenji"]);
  await area(phone).fill("");
  await area(phone).fill("Fatima wacht.");
  await expect(marks(phone)).toHaveText(["Fatima"]);
});

test("a number of somebody is asked about before it is sent", async ({ server, visit, office }) => {
  const phone = await looksOver(await opened(await visit(PHONE), entryLink(server, "linde")));
  await write(phone, "Voor het oeverzwaluwloket is er maar één nummer, 0470 12 34 56.");
  await expect(dialog(phone).getByRole("listitem")).toHaveText("0470 12 34 56 wordt ‘een telefoonnummer’");
  await expectAccessible(phone, "the question before a number is sent");
  await phone.keyboard.press("Escape");
  await expect(dialog(phone)).toHaveCount(0);
  await expect(phone.getByRole("button", { name: "Verstuur signaal" })).toBeFocused();
  expect(await office.stored("oeverzwaluwloket")).toEqual([]);

  await phone.getByRole("button", { name: "Verstuur signaal" }).click();
  await dialog(phone).getByRole("button", { name: "Vervang alles" }).click();
  await expect(area(phone)).toHaveValue("Voor het oeverzwaluwloket is er maar één nummer, een telefoonnummer.");
  await phone.getByRole("button", { name: "Verstuur signaal" }).click();
  await expect(heading(phone, SENT)).toBeFocused();
  await expect(phone.getByText(/We kijken uw tekst eerst na/)).toHaveCount(0);
});

test("who confirms sends it as it is, and the server looks at it first", async ({ server, visit }) => {
  const phone = await looksOver(await opened(await visit(PHONE), entryLink(server, "linde")));
  await write(phone, "De wachtlijst is lang, bel 0470 12 34 57 maar.");
  await dialog(phone).getByRole("button", { name: "Bevestig en verstuur" }).click();
  await expect(heading(phone, SENT)).toBeFocused();
  await expect(phone.getByText(/We kijken uw tekst eerst na/)).toBeVisible();
});

test("without network the text is looked over all the same", async ({ server, visit }) => {
  const phone = await looksOver(await opened(await visit(PHONE), entryLink(server, "linde")));
  await phone.evaluate(() => navigator.serviceWorker.ready);
  await phone.context().setOffline(true);
  await phone.reload();
  await appIsThere(phone);
  await looksOver(phone);
  await write(phone, "Bel 0470 12 34 58 voor een plaats op de fietsbibliotheek.");
  await dialog(phone).getByRole("button", { name: "Bevestig en verstuur" }).click();
  await expect(heading(phone, SAVED)).toBeFocused();
});

test("nothing of a text leaves the device before Send", async ({ server, visit }) => {
  const phone = await visit(PHONE);
  const sent: string[] = [];
  phone.context().on("request", (request) => {
    sent.push(`${request.url()} ${request.postData() ?? ""}`);
  });
  await looksOver(await opened(phone, entryLink(server, "linde")));
  await area(phone).pressSequentially("Fatima belde 0470 12 34 56 over de kruidnagelstraat.");
  await row(phone, "0470 12 34 56").getByRole("button", { name: /^Vervang door/ }).click();
  await expect(phone.locator("#draft-time > :last-child")).not.toBeEmpty();
  expect(sent.length).toBeGreaterThan(5);
  expect(sent.filter((what) => /fatima|0470|kruidnagel/i.test(decodeURIComponent(what)))).toEqual([]);
});

test("marks are more than colour, in the dark and in forced colours too", async ({ server, visit }) => {
  for (const device of [{ colorScheme: "light" }, { colorScheme: "dark" }, { forcedColors: "active" }] as const) {
    const phone = await looksOver(await opened(await visit({ ...PHONE, ...device }), entryLink(server, "linde")));
    await area(phone).fill("Fatima belde 0470 12 34 56.");
    await expect(marks(phone)).toHaveText(["Fatima", "0470 12 34 56"]);
    const lines = await marks(phone).evaluateAll((all) =>
      all.map((mark) => {
        const { textDecorationLine: line, textDecorationStyle: style, textDecorationColor: color } = getComputedStyle(mark);
        return { line, style, isSeen: !/^rgba.* 0\)$|transparent/.test(color) };
      }),
    );
    expect(lines).toEqual([
      { line: "underline", style: "dotted", isSeen: true },
      { line: "underline", style: "solid", isSeen: true },
    ]);
    await expectAccessible(phone, `marks, ${JSON.stringify(device)}`);
  }
});

test("a long text with every kind of letter keeps its marks in place", async ({ server, visit }) => {
  const phone = await looksOver(await opened(await visit(LAPTOP), entryLink(server, "linde")));
  const line = "👩‍👧‍👦 De\u0301 oude\u0308rs van Kenji wachten, 🚲 al één jaar lang op een plek.\n";
  await area(phone).fill(line.repeat(100));
  await expect(marks(phone)).toHaveCount(100);
  const layers = () =>
    phone.evaluate(() => {
      const [area, layer] = ["#field-text", ".marks"].map((name) => document.querySelector(name) as HTMLElement);
      return {
        isSame: (area as HTMLTextAreaElement).value === layer.textContent?.replace("\u200B", ""),
        scroll: [area.scrollTop, layer.scrollTop],
        width: [area.clientWidth, layer.clientWidth],
        height: Math.abs(area.scrollHeight - layer.scrollHeight),
      };
    });
  await area(phone).evaluate((area) => area.scrollTo(0, 700));
  await expect.poll(async () => (await layers()).scroll).toEqual([700, 700]);
  const { isSame, width, height } = await layers();
  expect(isSame).toBe(true);
  expect(width[0]).toBe(width[1]);
  expect(height).toBeLessThanOrEqual(1);

  // All of them at once, and back.
  const before = await area(phone).inputValue();
  await row(phone, "Kenji").getByRole("button", { name: /^Vervang door/ }).click();
  await expect(area(phone)).toHaveValue(before.replaceAll("Kenji", "iemand"));
  await phone.getByRole("button", { name: "Maak ongedaan" }).click();
  await expect(area(phone)).toHaveValue(before);
});

test("with the keyboard the warnings stand between the text and Send", async ({ server, visit }) => {
  const phone = await looksOver(await opened(await visit(LAPTOP), entryLink(server, "linde")));
  await area(phone).fill("Fatima wacht.");
  await expect(row(phone, "Fatima")).toBeVisible();
  await phone.getByRole("link", { name: "Bekijk wie helpt" }).focus();
  const names: string[] = [];
  for (let tab = 0; tab < 6; tab += 1) {
    await phone.keyboard.press("Tab");
    names.push(await phone.evaluate(() => document.activeElement?.id || (document.activeElement?.textContent ?? "")));
  }
  expect(names).toEqual([
    "field-text",
    "Vervang door ‘Iemand’",
    "Dit is geen persoonsgegeven",
    "Zo beschermen we uw gegevens",
    "send",
    "Wat is een goed signaal?",
  ]);
  await area(phone).focus();
  await phone.keyboard.press("Tab");
  await phone.keyboard.press("Enter");
  await expect(area(phone)).toHaveValue("Iemand wacht.");
  await area(phone).focus();
  await phone.keyboard.press("ControlOrMeta+z");
  await expect(area(phone)).toHaveValue("Fatima wacht.");
});
