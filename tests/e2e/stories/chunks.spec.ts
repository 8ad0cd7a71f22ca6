import type { Page } from "@playwright/test";
import { expectAccessible } from "../support/axe.ts";
import { HILDE, signIn, TOM } from "../support/people.ts";
import { expect, test } from "../support/server.ts";
import { LAPTOP } from "../support/visit.ts";

/** What the desk fetches later (docs/adr/0007). */
const CHUNKS = /\/assets\/desk-[\w-]+-[0-9a-f]{16}\.wasm$/;

test("a page of the desk comes when somebody goes there, and only once", async ({ server, visit }) => {
  const page = await visit(LAPTOP);
  const fetched: string[] = [];
  page.on("request", (request) => {
    const name = /desk-(signals|issues|follow_up|trends|overview|office)-/.exec(request.url())?.[1];
    if (name) {
      fetched.push(name);
    }
  });
  await signIn(page, server, TOM);
  // Feedback comes with actions, and who comes back fetches nothing.
  for (const area of ["Knelpunten", "Acties", "Terugkoppeling", "Knelpunten"]) {
    await go(page, area);
    await expect(page.getByRole("heading", { level: 1, name: area })).toBeFocused();
  }
  expect(fetched.filter((name) => name === "issues")).toHaveLength(1);
  expect(fetched.filter((name) => name === "follow_up")).toHaveLength(1);
});

test("a page that does not load says so, and comes when one tries again", async ({ server, browser }) => {
  // Not `visit`: the browser itself writes each file that does not come to the console.
  const context = await browser.newContext({ baseURL: server.url, ...LAPTOP });
  const page = await context.newPage();
  const broken: string[] = [];
  page.on("pageerror", (error) => broken.push(error.message));
  await page.route(CHUNKS, (route) => route.abort());
  await signIn(page, server, HILDE);

  await context.setOffline(true);
  await go(page, "Knelpunten");
  await expect(page.getByRole("heading", { name: "U hebt geen internet" })).toBeFocused();

  // As after an update: the server answers, but no longer has these files. Nobody asked, so nothing starts anew.
  let starts = 0;
  page.on("load", () => {
    starts += 1;
  });
  await page.unroute(CHUNKS);
  await page.route(CHUNKS, (route) => route.fulfill({ status: 404 }));
  await context.setOffline(false);
  await expect(page.getByText("Misschien is de app vernieuwd.")).toBeVisible();
  expect(starts).toBe(0);

  const startsAnew = page.waitForEvent("load");
  await page.getByRole("main").getByRole("button", { name: "Probeer nu opnieuw" }).click();
  await startsAnew;
  await expect(page.getByRole("heading", { name: "Er is een probleem" })).toBeVisible();
  await expect(page.getByText("Misschien is de app vernieuwd.")).toBeVisible();
  await expectAccessible(page, "a page that does not load");
  await page.unroute(CHUNKS);
  await page.getByRole("main").getByRole("button", { name: "Probeer nu opnieuw" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Knelpunten" })).toBeVisible();
  expect(broken).toEqual([]);
  await context.close();
});

async function go(page: Page, area: string): Promise<void> {
  await page.getByRole("navigation").getByRole("link", { name: area }).click();
}
