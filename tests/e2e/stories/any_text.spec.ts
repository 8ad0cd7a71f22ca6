import { appIsThere, area, draftsKept, goTo, heading, itemsKept, movedClock, opened, receipts, refusal, SAVED, SENT, write } from "../support/device.ts";
import { entryLink } from "../support/people.ts";
import { expect, test } from "../support/server.ts";
import { PHONE } from "../support/visit.ts";

const ALONE = { ...PHONE, serviceWorkers: "block" } as const;
const SUBMIT = "**/api/v1/signals";
/** One character as a person counts, 25 bytes. */
const FAMILY = "\u{1F468}\u200D\u{1F469}\u200D\u{1F467}\u200D\u{1F466}";
/** One character in two parts. */
const E_ACUTE = "e\u0301";

test("emoji and letters in parts count as one each, and none is cut", async ({ server, visit, office }) => {
  const word = "zandbakemoji ";
  const text = word + FAMILY.repeat(500) + E_ACUTE.repeat(2_000 - 500 - word.length);
  const phone = await opened(await visit(ALONE, [422]), entryLink(server, "linde"));
  await area(phone).fill(`${text}${FAMILY}`);
  await expect(phone.getByText("1 teken te veel").first()).toBeVisible();
  await phone.getByRole("button", { name: "Verstuur signaal" }).click();
  await expect(phone.getByRole("alert").first()).toBeVisible();
  await expect(area(phone), "nothing is cut").toHaveValue(`${text}${FAMILY}`);
  await expect.poll(() => draftsKept(phone)).toBe(1);
  await phone.reload();
  await appIsThere(phone);
  await expect(area(phone)).toHaveValue(`${text}${FAMILY}`);
  await area(phone).fill(text);
  await expect(phone.getByText("Nog 0 tekens").first()).toBeVisible();
  await phone.getByRole("button", { name: "Verstuur signaal" }).click();
  await expect(heading(phone, SENT)).toBeVisible();
  const found = await office.stored("zandbakemoji");
  expect(found.map((signal) => signal.text)).toEqual([text.normalize("NFC")]);
  await goTo(phone, "Mijn signalen");
  const title = phone.locator(".card__link").first();
  await expect(title).toContainText("zandbakemoji");
  const rest = (await title.innerText()).replace("zandbakemoji", "").replaceAll(FAMILY, "");
  expect(rest.replace("…", "").trim(), "whole characters").toBe("");
});

test("ten thousand characters that are pasted stay whole, and are told to be too many", async ({ server, visit }) => {
  const pasted = "Een lang verslag over de wijk. ".repeat(330);
  const phone = await opened(await visit(ALONE), entryLink(server, "linde"));
  await phone.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await phone.evaluate((text) => navigator.clipboard.writeText(text), pasted);
  await area(phone).press("ControlOrMeta+V");
  await expect(area(phone)).toHaveValue(pasted);
  const over = [...pasted.trim()].length - 2_000;
  await expect(phone.getByText(new RegExp(`^${over.toLocaleString("nl-BE")} tekens te veel`)).first()).toBeVisible();
  await phone.getByRole("button", { name: "Verstuur signaal" }).click();
  await expect(phone.getByRole("alert").first()).toBeFocused();
  await expect.poll(() => draftsKept(phone)).toBe(1);
  await phone.reload();
  await appIsThere(phone);
  await expect(area(phone)).toHaveValue(pasted);
});

test("a text that something on the way finds too large is kept, and says why", async ({ server, visit, office }) => {
  const phone = await opened(await visit(ALONE, [413]), entryLink(server, "linde"));
  await phone.route(SUBMIT, refusal(413, "belgif:payloadTooLarge"));
  const text = "De tekst over de berkenhoutwagen past niet.";
  await write(phone, text);
  await expect(area(phone)).toHaveValue(text);
  await expect(phone.getByRole("alert").first()).toBeVisible();
  await goTo(phone, "Mijn signalen");
  await expect(phone.getByText("1 tekst kon niet weg. Kijk waarom.", { exact: true })).toBeVisible();
  await expect(phone.getByText(/wacht op internet/)).toHaveCount(0);
  await phone.unroute(SUBMIT);
  await goTo(phone, "Nieuw signaal");
  await write(phone, "De berkenhoutwagen past niet.");
  await expect(heading(phone, SENT)).toBeVisible();
  expect(await itemsKept(phone)).toBe(0);
  expect(await office.stored("berkenhoutwagen")).toHaveLength(1);
});

test("a text that an older app kept, and today's server refuses, is there to be changed", async ({ server, visit, office }) => {
  const phone = await opened(await visit(ALONE, [422]), entryLink(server, "linde"));
  await phone.context().setOffline(true);
  await write(phone, "Over de kastanjelaan zoals het vorige week mocht.");
  await expect(heading(phone, SAVED)).toBeVisible();
  // The next visit is with a new app and a server whose rules changed.
  await phone.close();
  const again = await phone.context().newPage();
  await again.route(SUBMIT, refusal(422, "belgif:input-validation:outOfRange"));
  await phone.context().setOffline(false);
  await opened(again, "/linde/m/#mine");
  await expect(again.getByText("1 tekst kon niet weg. Kijk waarom.", { exact: true })).toBeVisible();
  await again.unroute(SUBMIT);
  await again.getByRole("button", { name: "Pas de tekst aan" }).click();
  await expect(area(again)).toHaveValue("Over de kastanjelaan zoals het vorige week mocht.");
  await write(again, "Over de kastanjelaan zoals het nu mag.");
  await expect(heading(again, SENT)).toBeVisible();
  const found = await office.stored("kastanjelaan");
  expect(found.map(({ text }) => text)).toEqual(["Over de kastanjelaan zoals het nu mag."]);
});

test("a clock that is wrong, and set back, delays no text and promises no wrong day", async ({ server, visit, office }) => {
  const page = await visit(ALONE);
  const real = new Date();
  await movedClock(page, new Date(real.getTime() + 400 * 86_400_000));
  const phone = await opened(page, entryLink(server, "linde"));
  await phone.context().setOffline(true);
  await write(phone, "De eerste tekst over de lindeboomklok.");
  await expect(heading(phone, SAVED)).toBeVisible();
  // It is set right while the text waits.
  await phone.clock.setSystemTime(real);
  await phone.context().setOffline(false);
  await expect(heading(phone, SENT)).toBeVisible();
  await goTo(phone, "Nieuw signaal");
  await phone.clock.setSystemTime(new Date(real.getTime() - 90 * 86_400_000));
  await write(phone, "De tweede tekst over de lindeboomklok.");
  await expect(heading(phone, SENT)).toBeVisible();
  const found = (await office.stored("lindeboomklok")) as { receivedOn?: string }[];
  expect(found).toHaveLength(2);
  const kept = (await receipts(phone)) as { promised_on: string }[];
  for (const { promised_on } of kept) {
    const days = (Date.parse(promised_on) - real.getTime()) / 86_400_000;
    expect(days).toBeGreaterThan(0);
    expect(days).toBeLessThan(120);
  }
});
