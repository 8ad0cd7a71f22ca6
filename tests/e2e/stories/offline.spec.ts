import type { Page, Route } from "@playwright/test";
import { entryLink, NORA, signIn } from "../support/people.ts";
import { expect, test } from "../support/server.ts";
import { LAPTOP, PHONE } from "../support/visit.ts";

const SAVED = "Uw signaal is bewaard. We versturen het later.";
const SENT = "Bedankt. Uw signaal is verstuurd.";

test("without network a signal waits on the phone and goes out when the network is back", async ({ server, visit }) => {
  const text = "In de Molenstraat wachten gezinnen maanden op een pleegzorgvoormiddag.";
  const phone = await opened(await visit(PHONE), entryLink(server, "linde"));
  await phone.context().setOffline(true);
  const started = Date.now();
  await write(phone, text);
  await expect(heading(phone, SAVED)).toBeFocused();
  test.info().annotations.push({ type: "confirmation offline, ms", description: String(Date.now() - started) });
  await expect(phone.getByText("U krijgt een datum zodra uw signaal verstuurd is.")).toBeVisible();
  await phone.getByRole("checkbox", { name: "Elke week" }).check();
  await expect(phone.getByText("Uw keuze is bewaard", { exact: true })).toBeVisible();

  await phone.getByRole("link", { name: "Mijn signalen" }).click();
  await expect(phone.getByText("2 signalen wachten op internet")).toBeVisible();
  await expect(phone.getByText(text)).toBeVisible();
  await phone.context().setOffline(false);
  await expect(phone.getByText("Nog niet verstuurd")).toHaveCount(0);
  const found = await storedWith(await office(visit, server), "pleegzorgvoormiddag");
  expect(found).toHaveLength(1);
  expect(found[0]?.frequency).toBe("weekly");
});

test("a text that was not sent is there after the page was closed", async ({ server, visit }) => {
  const text = "Ouders vinden op vrijdag geen logopediewachtkamer meer.";
  const phone = await opened(await visit(PHONE), entryLink(server, "linde"));
  await area(phone).fill(text);
  await expect.poll(() => draftsKept(phone)).toBe(1);
  await phone.reload();
  await expect(area(phone)).toHaveValue(text);
  await expect(phone.getByText("We hebben uw tekst bewaard")).toBeVisible();
  await phone.getByRole("button", { name: "Wis de tekst" }).click();
  await expect(area(phone)).toHaveValue("");
  await expect.poll(() => draftsKept(phone)).toBe(0);
});

test("a text that was sent does not come back", async ({ server, visit }) => {
  const phone = await opened(await visit(PHONE), entryLink(server, "linde"));
  await write(phone, "Jongeren slapen bij vrienden omdat er geen noodslaapbank is.");
  await expect(heading(phone, SENT)).toBeFocused();
  await phone.goto(entryLink(server, "linde"));
  await phone.reload();
  await expect(phone.locator("#app[data-shown]")).toBeAttached();
  await expect(area(phone)).toHaveValue("");
});

test("a lost answer makes no second signal", async ({ server, visit }) => {
  const phone = await opened(await visit(PHONE), entryLink(server, "linde"));
  let lost = 0;
  await phone.route("**/api/v1/signals", async (route) => {
    lost += 1;
    await (lost === 1 ? answerLost(route) : route.continue());
  });
  await write(phone, "De sociale kruidenier aan de kaai heeft geen broodkoelkast.");
  await expect(heading(phone, SENT)).toBeVisible();
  expect(lost).toBeGreaterThan(1);
  expect(await storedWith(await office(visit, server), "broodkoelkast")).toHaveLength(1);
});

test("what is undone after a lost answer is gone from the server too", async ({ server, visit }) => {
  const text = "Mantelzorgers vinden geen rolstoelkoffietafel in de buurt.";
  const phone = await opened(await visit(PHONE), entryLink(server, "linde"));
  await phone.route("**/api/v1/signals", answerLost);
  await write(phone, text);
  await expect(heading(phone, SAVED)).toBeVisible();
  await phone.unroute("**/api/v1/signals");
  await phone.getByRole("button", { name: "Maak ongedaan" }).click();
  await expect(area(phone)).toHaveValue(text);
  await phone.getByText("Menu", { exact: true }).click();
  await phone.getByRole("link", { name: "Mijn signalen" }).click();
  await expect(phone.getByText("Nog niet verstuurd")).toHaveCount(0);
  expect(await storedWith(await office(visit, server), "rolstoelkoffietafel")).toHaveLength(0);
});

test("two tabs send each text once", async ({ server, visit }) => {
  const first = await opened(await visit(PHONE), entryLink(server, "linde"));
  await first.context().setOffline(true);
  await write(first, "De speelpleinbus met taxibankje rijdt niet meer in juli.");
  await expect(heading(first, SAVED)).toBeVisible();
  await first.context().setOffline(false);
  const second = await first.context().newPage();
  await opened(second, entryLink(server, "linde"));
  await write(second, "Het taxibankje aan het station is weg, oudere mensen staan recht.");
  await expect(heading(second, SENT)).toBeVisible();
  await expect(heading(first, SENT)).toBeVisible();
  expect(await storedWith(await office(visit, server), "taxibankje")).toHaveLength(2);
});

test("a dead link keeps the text, and a new one sends it", async ({ server, visit }) => {
  const phone = await opened(await visit(PHONE), entryLink(server, "linde"));
  await phone.route("**/api/v1/signals", (route) =>
    route.continue({
      headers: { ...route.request().headers(), "lokaalsignaal-entry-token": "a".repeat(32) },
    }),
  );
  await write(phone, "In de blok staat al drie weken geen liftcontroleur.");
  await expect(phone.getByText(/Vraag een nieuwe link aan uw gemeente/)).toBeVisible();
  await phone.unroute("**/api/v1/signals");
  await phone.goto(entryLink(server, "linde"));
  await phone.reload();
  await expect.poll(async () => (await receipts(phone)).length).toBe(1);
});

test("nothing that this device keeps can be read by somebody else", async ({ server, visit }) => {
  const secret = "zonnebloemtuinhuis";
  const phone = await opened(await visit(PHONE), entryLink(server, "linde"));
  const requests: string[] = [];
  phone.on("request", (request) => requests.push(`${request.url()} ${request.postData() ?? ""}`));
  await area(phone).fill(`Het ${secret} is gesloten voor gezinnen met een beperking.`);
  await expect.poll(() => draftsKept(phone)).toBe(1);
  expect(requests.filter((request) => request.includes(secret)), "before Send").toEqual([]);
  await phone.context().setOffline(true);
  await phone.getByRole("button", { name: "Verstuur signaal" }).click();
  await expect(heading(phone, SAVED)).toBeVisible();
  expect(await everythingKept(phone)).not.toContain(secret);

  await phone.getByText("Menu", { exact: true }).click();
  await phone.getByRole("link", { name: "Instellingen" }).click();
  await phone.getByRole("button", { name: "Wis dit toestel" }).click();
  const dialog = phone.getByRole("dialog");
  await expect(dialog.getByText(/1 signaal is niet verstuurd/)).toBeVisible();
  await dialog.getByRole("button", { name: "Wis dit toestel" }).click();
  await expect.poll(() => itemsKept(phone)).toBe(0);
  await phone.context().setOffline(false);
  expect(await storedWith(await office(visit, server), secret)).toHaveLength(0);
});

test("the page opens without network once it was open before", async ({ server, visit }) => {
  const phone = await opened(await visit(PHONE), entryLink(server, "linde"));
  await phone.evaluate(() => navigator.serviceWorker.ready.then(() => true));
  await phone.context().setOffline(true);
  await phone.reload();
  await expect(phone.locator("#app[data-shown]")).toBeAttached();
  await write(phone, "Zonder netwerk in de kelder van het fietsenhotel.");
  await expect(heading(phone, SAVED)).toBeFocused();
  await phone.context().setOffline(false);
  await expect(heading(phone, SENT)).toBeVisible();
});

async function opened(phone: Page, link: string): Promise<Page> {
  await phone.goto(link);
  await expect(phone.locator("#app[data-shown]")).toBeAttached();
  return phone;
}

function area(phone: Page) {
  return phone.getByRole("textbox", { name: "Wat merkt u op?" });
}

function heading(phone: Page, name: string) {
  return phone.getByRole("heading", { level: 1, name });
}

async function write(phone: Page, text: string): Promise<void> {
  await area(phone).fill(text);
  await phone.getByRole("button", { name: "Verstuur signaal" }).click();
}

/** The server does it, and nobody hears. */
async function answerLost(route: Route): Promise<void> {
  await route.fetch();
  await route.abort("connectionreset");
}

/** A processor's own requests. */
async function office(visit: (device?: object) => Promise<Page>, server: Parameters<typeof signIn>[1]) {
  const desk = await visit(LAPTOP);
  const asked = desk.waitForRequest((request) => "authorization" in request.headers());
  await signIn(desk, server, NORA);
  const { authorization } = (await asked).headers();
  return { desk, authorization: authorization ?? "" };
}

type Office = Awaited<ReturnType<typeof office>>;

async function storedWith({ desk, authorization }: Office, word: string): Promise<{ frequency?: string }[]> {
  const headers = { authorization, "lokaalsignaal-authority": "linde" };
  const list = await desk.request.get(`/api/v1/signals?q=${word}`, { headers });
  const { items } = await list.json();
  return Promise.all(
    items.map(async ({ id }: { id: string }) => {
      const detail = await desk.request.get(`/api/v1/signals/${id}`, { headers });
      return detail.json();
    }),
  );
}

const draftsKept = (phone: Page) => countIn(phone, "drafts");
const itemsKept = (phone: Page) => countIn(phone, "outbox");

function countIn(phone: Page, name: string): Promise<number> {
  return phone.evaluate(
    (name) =>
      new Promise<number>((done, fail) => {
        const request = indexedDB.open("lokaal-signaal");
        request.onerror = () => fail(request.error);
        request.onsuccess = () => {
          const count = request.result.transaction(name).objectStore(name).count();
          count.onsuccess = () => done(count.result);
        };
      }),
    name,
  );
}

function receipts(phone: Page): Promise<unknown[]> {
  return phone.evaluate(() => JSON.parse(localStorage.receipts ?? "[]"));
}

/** All bytes of IndexedDB, localStorage and caches, as text. */
function everythingKept(phone: Page): Promise<string> {
  return phone.evaluate(async () => {
    const parts = [JSON.stringify(localStorage), JSON.stringify(sessionStorage)];
    const bytes = (value: unknown): string => {
      if (value instanceof ArrayBuffer) return new TextDecoder("latin1").decode(value);
      if (ArrayBuffer.isView(value)) return new TextDecoder("latin1").decode(value.buffer as ArrayBuffer);
      if (value && typeof value === "object") return Object.values(value).map(bytes).join(" ");
      return String(value);
    };
    const database = await new Promise<IDBDatabase>((done, fail) => {
      const request = indexedDB.open("lokaal-signaal");
      request.onsuccess = () => done(request.result);
      request.onerror = () => fail(request.error);
    });
    for (const name of database.objectStoreNames) {
      const all = database.transaction(name).objectStore(name).getAll();
      parts.push(await new Promise((done) => {
        all.onsuccess = () => done(all.result.map(bytes).join("\n"));
      }));
    }
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys()) {
        parts.push(request.url, await (await cache.match(request))?.text() ?? "");
      }
    }
    return parts.join("\n");
  });
}
