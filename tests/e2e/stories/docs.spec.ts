import { expect, test } from "../support/server.ts";
import { LAPTOP } from "../support/visit.ts";

test("the documentation shows an operation without asking anything elsewhere", async ({ server, visit }) => {
  const page = await visit(LAPTOP);
  const elsewhere: string[] = [];
  await page.context().route("**/*", (route) => {
    if (new URL(route.request().url()).origin === server.url) {
      return route.continue();
    }
    elsewhere.push(route.request().url());
    return route.abort();
  });
  const violations: string[] = [];
  await page.exposeFunction("violated", (what: string) => violations.push(what));
  await page.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) => {
      const { violated } = window as unknown as { violated: (what: string) => void };
      violated(`${event.violatedDirective}: ${event.blockedURI}`);
    });
  });
  await page.goto("/doc/");
  await expect(page.getByRole("heading", { name: /Lokaal Signaal/ })).toBeVisible({ timeout: 30_000 });
  const submit = page.locator("#operations-Signals-submitSignal");
  await submit.getByText("Receives a signal.").click();
  await expect(submit.getByText("Stored exactly once per")).toBeVisible();
  await expect(submit.getByText("Wachtlijst voor kinderopvang in de wijk")).toBeVisible();
  await expect(submit.getByText("Idempotency-Key", { exact: true }).first()).toBeVisible();
  expect(elsewhere).toEqual([]);
  expect(violations).toEqual([]);
});
