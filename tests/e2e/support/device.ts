import { expect, type Page, type Route } from "@playwright/test";

export const SAVED = "Uw signaal is bewaard. We versturen het later.";
export const SENT = "Bedankt. Uw signaal is verstuurd.";

/** Opens a link and waits until the app has taken the page over. */
export async function opened(phone: Page, link: string): Promise<Page> {
  await phone.goto(link);
  await appIsThere(phone);
  return phone;
}

export async function appIsThere(phone: Page): Promise<void> {
  await expect(phone.locator("#app[data-shown]")).toBeAttached();
}

/** Waits for the parts that come after the first paint (docs/adr/0010). */
export async function laterIsThere(phone: Page): Promise<void> {
  const names = ["/field-pages-", "/field-guard-", "/field-texts.", "/names-"];
  const arrived = () =>
    phone.evaluate(() =>
      (performance.getEntriesByType("resource") as PerformanceResourceTiming[])
        .filter((file) => file.responseEnd > 0)
        .map((file) => file.name),
    );
  await expect
    .poll(async () => {
      const files = await arrived();
      return names.filter((name) => !files.some((file) => file.includes(name)));
    })
    .toEqual([]);
}

export function area(phone: Page, name = "Wat merkt u op?") {
  return phone.getByRole("textbox", { name });
}

export function heading(phone: Page, name: string) {
  return phone.getByRole("heading", { level: 1, name });
}

/** Writes a text and presses Send. */
export async function write(phone: Page, text: string): Promise<void> {
  await area(phone).fill(text);
  await phone.getByRole("button", { name: "Verstuur signaal" }).click();
}

/** Goes to a place of the menu. */
export async function goTo(phone: Page, name: string): Promise<void> {
  await phone.getByText("Menu", { exact: true }).click();
  await phone.getByRole("navigation").getByRole("link", { name, exact: true }).click();
}

/** The server does it, and nobody hears. */
export async function answerLost(route: Route): Promise<void> {
  await route.fetch();
  await route.abort("connectionreset");
}

/** The server refuses with this problem. */
export function refusal(status: number, code: string): (route: Route) => Promise<void> {
  const body = JSON.stringify({ type: `urn:problem-type:${code}`, title: code, status });
  return (route) => route.fulfill({ status, contentType: "application/problem+json", body });
}

/** How many drafts and unsent texts the device keeps. */
export const draftsKept = (phone: Page) => countIn(phone, "drafts");
export const itemsKept = (phone: Page) => countIn(phone, "outbox");

function countIn(phone: Page, name: string): Promise<number> {
  return phone.evaluate(
    (name) =>
      new Promise<number>((done, fail) => {
        const request = indexedDB.open("lokaal-signaal");
        request.onerror = () => fail(request.error);
        request.onsuccess = () => {
          const count = request.result.transaction(name).objectStore(name).count();
          count.onsuccess = () => {
            request.result.close();
            done(count.result);
          };
        };
      }),
    name,
  );
}

export function receipts(phone: Page): Promise<unknown[]> {
  return phone.evaluate(() => JSON.parse(localStorage.receipts ?? "[]"));
}

/** All bytes of IndexedDB, localStorage and caches, as text. */
export function everythingKept(phone: Page): Promise<string> {
  return phone.evaluate(async () => {
    const parts = [JSON.stringify(localStorage), JSON.stringify(sessionStorage)];
    const bytes = (value: unknown): string => {
      if (value instanceof ArrayBuffer) return new TextDecoder("latin1").decode(value);
      if (ArrayBuffer.isView(value)) return new TextDecoder("latin1").decode(value);
      if (value && typeof value === "object") return Object.values(value).map(bytes).join(" ");
      return String(value);
    };
    for (const { name: base } of await indexedDB.databases()) {
      const database = await new Promise<IDBDatabase>((done, fail) => {
        const request = indexedDB.open(base ?? "");
        request.onsuccess = () => done(request.result);
        request.onerror = () => fail(request.error);
      });
      for (const name of database.objectStoreNames) {
        const all = database.transaction(name).objectStore(name).getAll();
        parts.push(
          await new Promise((done) => {
            all.onsuccess = () => done(all.result.map(bytes).join("\n"));
          }),
        );
      }
      database.close();
    }
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys()) {
        parts.push(request.url, (await (await cache.match(request))?.text()) ?? "");
      }
    }
    return parts.join("\n");
  });
}

/** How many things the device keeps in all, but for the shell of the app: nothing stays of somebody who left. */
export function thingsKept(phone: Page): Promise<string[]> {
  return phone.evaluate(async () => {
    // The font is the app's, the lease belongs to no text.
    const found = Object.keys(localStorage).filter((name) => name !== "font");
    for (const { name: base } of await indexedDB.databases()) {
      const database = await new Promise<IDBDatabase>((done, fail) => {
        const request = indexedDB.open(base ?? "");
        request.onsuccess = () => done(request.result);
        request.onerror = () => fail(request.error);
      });
      for (const name of database.objectStoreNames) {
        const keys = database.transaction(name).objectStore(name).getAllKeys();
        await new Promise((done) => {
          keys.onsuccess = done;
        });
        found.push(...keys.result.map((key) => `${name} ${key}`));
      }
      database.close();
    }
    return found;
  });
}

/** A browser of before 2022: it knows no Web Locks. */
export async function withoutLocks(phone: Page): Promise<void> {
  await phone.addInitScript(() => Object.defineProperty(navigator, "locks", { value: undefined }));
}

/** A clock that the story moves. Its timers get small numbers, as those of browsers are: the app keeps them in 32 bits. */
export async function movedClock(phone: Page, time?: Date): Promise<void> {
  await phone.clock.install(time ? { time } : {});
  await phone.addInitScript(() => {
    const { setTimeout: start, clearTimeout: stop } = self;
    const timers: number[] = [];
    Object.assign(self, {
      setTimeout: (...timer: Parameters<typeof start>) => timers.push(Number(start(...timer))),
      clearTimeout: (timer: number) => stop(timers[timer - 1]),
    });
  });
}
