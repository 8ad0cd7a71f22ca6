import { expectAccessible } from "../support/axe.ts";
import { appIsThere, goTo, heading, opened, SENT, write } from "../support/device.ts";
import { entryLink } from "../support/people.ts";
import { expect, test } from "../support/server.ts";
import { PHONE } from "../support/visit.ts";

/** What the phone fetches later (docs/adr/0010). */
const CHUNKS = /\/assets\/field-(pages|guard|shared)\b.*\.wasm$/;
/** Without a worker, which would answer from what it keeps. */
const ALONE = { ...PHONE, serviceWorkers: "block" } as const;

test("the pages of the phone come by themselves, and each part once", async ({ server, visit }) => {
  const phone = await visit(ALONE);
  const fetched: string[] = [];
  phone.on("request", (request) => {
    const name = CHUNKS.exec(request.url())?.[1];
    if (name) fetched.push(name);
  });
  await opened(phone, entryLink(server, "linde"));
  await expect.poll(() => fetched.sort().join()).toBe("guard,pages,shared");
  for (const name of ["Instellingen", "Hulp", "Volg met een code", "Instellingen"]) {
    await goTo(phone, name);
    await expect(phone.locator("#app h1")).toBeFocused();
  }
  expect(fetched.sort().join()).toBe("guard,pages,shared");
});

test("after the first visit every page opens without network", async ({ server, visit }) => {
  const phone = await opened(await visit(PHONE), entryLink(server, "linde"));
  await phone.evaluate(() => navigator.serviceWorker.ready);
  await phone.context().setOffline(true);
  await phone.reload();
  await appIsThere(phone);
  for (const name of ["Instellingen", "Volg met een code"]) {
    await goTo(phone, name);
    await expect(phone.locator("#app h1")).toBeFocused();
  }
});

test("what stands beside the app is not needed to send", async ({ server, browser }) => {
  const context = await browser.newContext({ baseURL: server.url, ...ALONE });
  const phone = await context.newPage();
  await phone.route(/field\.beside-.*\.js$/, (route) => route.abort());
  await opened(phone, entryLink(server, "linde"));
  await write(phone, "Het zwembad heeft geen uren voor wie een stoma heeft.");
  await expect(heading(phone, SENT)).toBeFocused();
  await context.close();
});

test("a page that does not load says so, and writing goes on", async ({ server, browser }) => {
  // Not `visit`: the browser itself writes each file that does not come to the console.
  const context = await browser.newContext({ baseURL: server.url, ...ALONE });
  const phone = await context.newPage();
  const broken: string[] = [];
  phone.on("pageerror", (error) => broken.push(error.message));
  await phone.route(CHUNKS, (route) => route.abort());
  await opened(phone, entryLink(server, "linde"));

  await context.setOffline(true);
  await goTo(phone, "Hulp");
  await expect(heading(phone, "U hebt geen internet")).toBeFocused();
  await expectAccessible(phone, "a page of the phone that does not load");
  await phone.unroute(CHUNKS);
  await phone.route(CHUNKS, (route) => route.fulfill({ status: 404 }));
  await context.setOffline(false);
  await expect(phone.getByText("Misschien is de app vernieuwd.")).toBeVisible();

  // A text is written and sent all the same.
  await phone.getByRole("link", { name: "Lokaal Signaal" }).click();
  await write(phone, "De nachtbus rijdt op zondag niet tot aan het kringloopstrand.");
  await expect(heading(phone, SENT)).toBeFocused();

  // The server was renewed: trying again starts anew.
  await goTo(phone, "Hulp");
  const startsAnew = phone.waitForEvent("load");
  await phone.getByRole("main").getByRole("button", { name: "Probeer nu opnieuw" }).click();
  await startsAnew;
  await expect(phone.getByText("Misschien is de app vernieuwd.")).toBeVisible();
  await phone.unroute(CHUNKS);
  await phone.getByRole("main").getByRole("button", { name: "Probeer nu opnieuw" }).click();
  await expect(phone.locator("#app h1")).toBeVisible();
  expect(broken).toEqual([]);
  await context.close();
});
