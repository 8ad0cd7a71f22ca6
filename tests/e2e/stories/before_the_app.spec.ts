import type { Page } from "@playwright/test";
import { appIsThere, area, draftsKept, goTo, heading, itemsKept, opened, receipts, SAVED, SENT, write } from "../support/device.ts";
import { entryLink } from "../support/people.ts";
import { expect, test } from "../support/server.ts";
import { PHONE } from "../support/visit.ts";

const ALONE = { ...PHONE, serviceWorkers: "block" } as const;

test("a text that was not sent is there after the page was closed", async ({ server, visit }) => {
  const text = "Ouders vinden op vrijdag geen logopediewachtkamer meer.";
  const phone = await opened(await visit(PHONE), entryLink(server, "linde"));
  await area(phone).fill(text);
  await expect(phone.getByText(/^Bewaard op dit toestel om \d\d:\d\d$/)).toBeVisible();
  expect(await draftsKept(phone)).toBe(1);
  await phone.close();
  const again = await opened(await phone.context().newPage(), "/linde/m/");
  await expect(area(again)).toHaveValue(text);
  await expect(again.getByRole("status").filter({ hasText: "We hebben uw tekst bewaard" })).toBeVisible();
  await again.getByRole("button", { name: "Wis de tekst" }).click();
  await expect(area(again)).toHaveValue("");
  await expect.poll(() => draftsKept(again)).toBe(0);
});

test("a text that was sent does not come back", async ({ server, visit }) => {
  const phone = await opened(await visit(PHONE), entryLink(server, "linde"));
  await area(phone).fill("Jongeren slapen bij vrienden omdat er geen noodslaapbank is.");
  await expect.poll(() => draftsKept(phone)).toBe(1);
  await phone.getByRole("button", { name: "Verstuur signaal" }).click();
  await expect(heading(phone, SENT)).toBeFocused();
  expect(await draftsKept(phone)).toBe(0);
  await phone.goto("/linde/m/");
  await phone.reload();
  await appIsThere(phone);
  await expect(area(phone)).toHaveValue("");
});

test("while the app is late, everything typed stays, and so does the place in the text", async ({ server, visit }) => {
  const phone = await visit(ALONE);
  const release = await appWaits(phone);
  await phone.goto(entryLink(server, "linde"));
  await area(phone).pressSequentially("De fietsenstalling is vol. Gezinnen komen te laat. 🚲é");
  await area(phone).press("ControlOrMeta+Home");
  await phone.keyboard.type("A");
  await expect.poll(() => draftsKept(phone)).toBe(1);
  await expect(phone.getByText(/^Bewaard op dit toestel om \d\d:\d\d$/)).toBeVisible();
  // Somebody types on while the app takes over.
  const typing = phone.keyboard.type("BCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", { delay: 15 });
  release();
  await appIsThere(phone);
  await typing;
  await expect(area(phone)).toBeFocused();
  await expect(area(phone)).toHaveValue(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789De fietsenstalling is vol. Gezinnen komen te laat. 🚲é",
  );
  expect(await area(phone).evaluate((area: HTMLTextAreaElement) => area.selectionStart)).toBe(36);
  await phone.keyboard.press("Control+Enter");
  await expect(heading(phone, SENT)).toBeVisible();
});

test("a menu that was opened before the app came stays open", async ({ server, visit }) => {
  const phone = await visit(ALONE);
  const release = await appWaits(phone);
  await phone.goto(entryLink(server, "linde"));
  await phone.getByText("Menu", { exact: true }).click();
  release();
  await appIsThere(phone);
  await phone.getByRole("navigation").getByRole("link", { name: "Instellingen", exact: true }).click();
  await expect(heading(phone, "Instellingen")).toBeFocused();
  await expect(phone.getByRole("navigation")).toBeHidden();
});

test("when the app is late, Send counts as soon as it comes", async ({ server, visit, office }) => {
  const phone = await visit(ALONE);
  const release = await appWaits(phone);
  await phone.goto(entryLink(server, "linde"));
  await write(phone, "De dagopvang heeft geen slaapbankje voor nachtwerkers.");
  await expect(phone.getByRole("status").filter({ hasText: SAVED })).toBeVisible();
  release();
  await expect(heading(phone, SENT)).toBeVisible();
  expect(await office.stored("nachtwerkers")).toHaveLength(1);
  expect(await draftsKept(phone)).toBe(0);
});

test("when the app never comes, the text is safe and goes out at the next visit", async ({ server, visit, office }) => {
  const phone = await opened(await visit(ALONE), entryLink(server, "linde"));
  await appWaits(phone);
  await phone.reload();
  await write(phone, "De huiswerkklas heeft geen stiltekoptelefoons.");
  await expect(phone.getByRole("status").filter({ hasText: SAVED })).toBeVisible();
  await area(phone).press("ControlOrMeta+End");
  await phone.keyboard.type(" Al twee jaar.");
  await expect.poll(() => textOfDraft(phone)).toContain("Al twee jaar.");
  expect(await office.stored("stiltekoptelefoons")).toHaveLength(0);
  await phone.close();
  const again = await phone.context().newPage();
  await again.goto("/linde/m/");
  await expect(heading(again, SENT)).toBeVisible();
  expect(await receipts(again)).toHaveLength(1);
  const found = await office.stored("stiltekoptelefoons");
  expect(found.map(({ text }) => text)).toEqual(["De huiswerkklas heeft geen stiltekoptelefoons. Al twee jaar."]);
});

test("what is typed before the kept text is found comes after it", async ({ server, visit }) => {
  const phone = await opened(await visit(ALONE), entryLink(server, "linde"));
  await area(phone).fill("De eerste regel van gisteren.");
  await expect.poll(() => draftsKept(phone)).toBe(1);
  await phone.addInitScript(() => {
    const open = IDBFactory.prototype.open;
    const found = new Promise<void>((done) => addEventListener("look", () => done()));
    IDBFactory.prototype.open = function (...args) {
      const request = open.apply(this, args);
      let heard: ((event: Event) => void) | null = null;
      Object.defineProperty(request, "onsuccess", {
        set: (handler) => {
          heard = handler;
        },
      });
      request.addEventListener("success", (event) => found.then(() => heard?.(event)));
      return request;
    };
  });
  await phone.reload();
  await area(phone).pressSequentially("En deze van nu");
  await phone.evaluate(() => dispatchEvent(new Event("look")));
  await expect(area(phone)).toHaveValue("De eerste regel van gisteren.\n\nEn deze van nu");
  await phone.keyboard.type(".");
  await expect(area(phone)).toHaveValue("De eerste regel van gisteren.\n\nEn deze van nu.");
});

test("the newer of two windows wins, and the other one says so", async ({ server, visit }) => {
  const first = await opened(await visit(PHONE), entryLink(server, "linde"));
  await area(first).fill("De bus naar het ziekenhuis rijdt niet meer.");
  await expect.poll(() => draftsKept(first)).toBe(1);
  const second = await opened(await first.context().newPage(), "/linde/m/");
  await expect(area(second)).toHaveValue("De bus naar het ziekenhuis rijdt niet meer.");
  await area(second).fill("De bus naar het ziekenhuis rijdt niet meer op zondag.");
  await expect(area(first)).toHaveValue("De bus naar het ziekenhuis rijdt niet meer op zondag.");
  await expect(first.getByText("U schrijft ook in een ander venster")).toBeVisible();
  await second.getByRole("button", { name: "Verstuur signaal" }).click();
  await expect(heading(second, SENT)).toBeVisible();
  await first.bringToFront();
  await expect(area(first)).toHaveValue("");
});

test("another language costs no word", async ({ server, visit }) => {
  const text = "De wachtlijst voor de crèche is twee jaar.";
  const phone = await opened(await visit(PHONE), entryLink(server, "linde"));
  await area(phone).fill(text);
  await expect.poll(() => draftsKept(phone)).toBe(1);
  await goTo(phone, "Français");
  await expect(area(phone, "Que remarquez-vous ?")).toHaveValue(text);
  await area(phone, "Que remarquez-vous ?").press("ControlOrMeta+End");
  await phone.keyboard.type(" Toujours.");
  await expect(phone.getByText(/^Enregistré sur cet appareil à \d\d:\d\d$/)).toBeVisible();
  await phone.getByRole("button", { name: "Envoyer le signal" }).click();
  await expect(phone.getByRole("heading", { level: 1, name: /Merci/ })).toBeFocused();
  expect(await itemsKept(phone)).toBeLessThan(2);
});

/** The app's module does not arrive until the answer is called. */
async function appWaits(phone: Page): Promise<() => void> {
  let release = () => {};
  const released = new Promise<void>((done) => {
    release = done;
  });
  await phone.route("**/assets/field*.wasm", async (route) => {
    await released;
    await route.continue();
  });
  return release;
}

/** The page's own store opens it: nobody else can. */
function textOfDraft(phone: Page): Promise<string> {
  return phone.evaluate(async () => {
    const { store } = self as unknown as { store: { draft(place: string): Promise<{ text: string } | null> } };
    return (await store.draft("linde"))?.text ?? "";
  });
}
