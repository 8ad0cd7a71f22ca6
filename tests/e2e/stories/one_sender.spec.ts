import type { Page } from "@playwright/test";
import { heading, itemsKept, movedClock, opened, receipts, SAVED, SENT, withoutLocks, write } from "../support/device.ts";
import { entryLink } from "../support/people.ts";
import { expect, test } from "../support/server.ts";
import { PHONE } from "../support/visit.ts";

/** Browsers without Web Locks: one tab holds a lease in the store of the device (frontend/inline/beside.js). */
const ALONE = { ...PHONE, serviceWorkers: "block" } as const;
const SUBMIT = "**/api/v1/signals";
/** A lease lasts thirty seconds. */
const LEASE_OVER = 31_000;

test("without Web Locks two tabs send each text once, one after the other", async ({ server, visit, office }) => {
  const page = await visit(ALONE);
  const first = await opened(await lockless(page), entryLink(server, "linde"));
  const second = await opened(await lockless(await first.context().newPage()), entryLink(server, "linde"));
  const [sent, crowded]: [string[], string[]] = [[], []];
  let underway = 0;
  await first.context().route(SUBMIT, async (route) => {
    sent.push(route.request().headers()["idempotency-key"] ?? "");
    underway += 1;
    if (underway > 1) crowded.push(`${sent.length}`);
    const answer = await route.fetch();
    underway -= 1;
    await route.fulfill({ response: answer });
  });
  await first.context().setOffline(true);
  await write(first, "De moestuinbus met taxikussens rijdt niet meer in juli.");
  await expect(heading(first, SAVED)).toBeVisible();
  await write(second, "Het taxikussen aan het station is weg, oudere mensen staan recht.");
  await expect(heading(second, SAVED)).toBeVisible();
  await first.context().setOffline(false);
  await expect(heading(second, SENT)).toBeVisible();
  await expect(heading(first, SENT)).toBeVisible();
  expect(crowded).toEqual([]);
  expect(sent).toHaveLength(2);
  expect(await office.stored("taxikussens")).toHaveLength(1);
  expect(await receipts(first)).toHaveLength(2);
  await expect.poll(() => leaseHolder(first)).toBe("");
});

test("a tab that dies while it sends holds up another one for thirty seconds, and nothing is sent twice", async ({
  server,
  visit,
  office,
}) => {
  const first = await opened(await lockless(await visit(ALONE)), entryLink(server, "linde"));
  const context = first.context();
  let arrived = () => {};
  const isStored = new Promise<void>((done) => {
    arrived = done;
  });
  await first.route(SUBMIT, async (route) => {
    await route.fetch();
    arrived();
  });
  await write(first, "De lichtmast bij de geitenweideschool is stuk.");
  await isStored;
  const second = await lockless(await context.newPage());
  await movedClock(second);
  await opened(second, entryLink(server, "linde"));
  const sent: string[] = [];
  second.on("request", (request) => {
    if (request.method() === "POST" && request.url().endsWith("/api/v1/signals")) sent.push(request.headers()["idempotency-key"] ?? "");
  });
  await write(second, "Ook de bank bij de geitenweideschool is stuk.");
  await expect(heading(second, SAVED)).toBeVisible();
  const holder = await leaseHolder(second);
  expect(holder).not.toBe("");
  await first.close();
  // It looks again and again, and waits.
  await second.clock.fastForward(15_000);
  await expect.poll(() => leaseHolder(second)).toBe(holder);
  expect(sent).toEqual([]);
  await second.clock.fastForward(LEASE_OVER);
  await expect(heading(second, SENT)).toBeVisible();
  await expect.poll(() => itemsKept(second)).toBe(0);
  expect(sent).toHaveLength(2);
  expect(await office.stored("geitenweideschool")).toHaveLength(2);
});

test("a tab that slept while another one took over sends nothing more", async ({ server, visit, office }) => {
  const phone = await opened(await lockless(await visit(ALONE)), entryLink(server, "linde"));
  // Between two texts somebody else has the lease.
  await phone.route(SUBMIT, async (route) => {
    const answer = await route.fetch();
    await phone.evaluate(() => take("another tab", 30_000));
    await route.fulfill({ response: answer });
  });
  await phone.evaluate(TAKE);
  await phone.context().setOffline(true);
  for (const text of ["De eerste keer over de vlierbesstoel.", "De tweede keer over de vlierbesstoel."]) {
    await phone.evaluate(() => {
      location.hash = "#";
    });
    await write(phone, text);
    await expect(heading(phone, SAVED)).toBeVisible();
  }
  await phone.context().setOffline(false);
  await expect.poll(async () => (await receipts(phone)).length).toBe(1);
  await expect.poll(() => leaseHolder(phone)).toBe("another tab");
  expect(await office.stored("vlierbesstoel")).toHaveLength(1);
  await phone.unroute(SUBMIT);
  await phone.evaluate(() => take("another tab", -1));
  await phone.evaluate(() => dispatchEvent(new Event("online")));
  await expect.poll(async () => (await receipts(phone)).length).toBe(2);
  expect(await office.stored("vlierbesstoel")).toHaveLength(2);
});

/** Gives the lease to somebody. */
const TAKE = `self.take = (me, ms) => new Promise((done, fail) => {
  const request = indexedDB.open("lokaal-signaal");
  request.onerror = () => fail(request.error);
  request.onsuccess = () => {
    const transaction = request.result.transaction("keys", "readwrite");
    transaction.objectStore("keys").put({ me, until: Date.now() + ms }, "sender");
    transaction.oncomplete = () => { request.result.close(); done(); };
  };
})`;

declare function take(me: string, ms: number): Promise<void>;

async function lockless(page: Page): Promise<Page> {
  await withoutLocks(page);
  return page;
}

function leaseHolder(phone: Page): Promise<string> {
  return phone.evaluate(
    () =>
      new Promise<string>((done, fail) => {
        const request = indexedDB.open("lokaal-signaal");
        request.onerror = () => fail(request.error);
        request.onsuccess = () => {
          const found = request.result.transaction("keys").objectStore("keys").get("sender");
          found.onsuccess = () => {
            request.result.close();
            done(found.result?.me ?? "");
          };
        };
      }),
  );
}
