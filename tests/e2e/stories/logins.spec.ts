import type { Page } from "@playwright/test";
import { turnsTheClock } from "../support/clock.ts";
import { totp } from "../support/people.ts";
import { expect, test } from "../support/server.ts";
import { LAPTOP } from "../support/visit.ts";

const QUESTION = "Sinds wanneer ziet u dit, en bij hoeveel gezinnen?";

test("signing in is refused without telling what was wrong, and what was typed stays", async ({ visit }) => {
  const page = await visit(LAPTOP, [401]);
  await page.goto("/desk/");
  await page.getByRole("textbox", { name: "E-mailadres" }).fill("niemand@linde.example");
  await page.getByLabel("Wachtwoord", { exact: true }).fill("wolk-schaap-hek-maan");
  await page.getByRole("textbox", { name: "Code uit uw app" }).fill("123 456");
  await page.getByRole("button", { name: "Meld aan" }).click();

  const alert = page.getByRole("alert").filter({ hasText: "Er is een probleem" });
  await expect(alert).toBeFocused();
  await expect(alert).toContainText("Het e-mailadres, het wachtwoord of de code klopt niet");
  await expect(page).toHaveTitle(/^Fout: /);
  await expect(page.getByRole("textbox", { name: "E-mailadres" })).toHaveValue("niemand@linde.example");
  // A code works once: the next attempt needs a new one.
  await expect(page.getByRole("textbox", { name: "Code uit uw app" })).toHaveValue("");
});

test("a login that ends keeps what was typed, also when the dialog is put aside", async ({ office, visit }) => {
  const [signal] = await office.bringsIn("speeltuin", ["De speeltuin is te gevaarlijk voor kleuters, elke week opnieuw."]);
  const desk = await visit(LAPTOP, [401]);
  const person = await office.seat(desk, "processor");
  await desk.goto(`/desk/signals/${signal}`);
  await desk.getByRole("button", { name: "Stel een vraag" }).click();
  const question = desk.getByRole("textbox", { name: "Uw vraag" });
  await question.fill(QUESTION);
  await endLogin(desk);
  await desk.getByRole("button", { name: "Verstuur vraag" }).click();

  const dialog = desk.getByRole("dialog", { name: "U bent afgemeld" });
  await expect(dialog.getByText("Meld u opnieuw aan. Wat u typte, blijft staan.")).toBeVisible();
  await desk.keyboard.press("Escape");
  await expect(question).toHaveValue(QUESTION);
  await desk.getByRole("button", { name: "Meld u aan" }).click();

  await dialog.getByRole("textbox", { name: "E-mailadres" }).fill(person.email);
  await dialog.getByLabel("Wachtwoord", { exact: true }).fill(person.password);
  const step = Math.floor(Date.now() / 30_000) + 1;
  await dialog.getByRole("textbox", { name: "Code uit uw app" }).fill(totp(person.secret, step));
  await dialog.getByRole("button", { name: "Meld aan" }).click();
  await expect(dialog).toHaveCount(0);
  await expect(question).toHaveValue(QUESTION);
  await desk.getByRole("button", { name: "Verstuur vraag" }).click();
  await expect(desk.getByText("Vraag gesteld", { exact: true }).first()).toBeVisible();
});

test("whoever does nothing for two hours is asked first; whoever works is not", async ({ office, visit }) => {
  const desk = await visit(LAPTOP, [401]);
  await turnsTheClock(desk);
  await office.seat(desk, "processor");
  await desk.goto("/desk/signals");
  await expect(desk.locator(".signal-row").first()).toBeVisible();
  const dialog = desk.getByRole("dialog", { name: "Bent u er nog?" });

  await desk.clock.runFor("01:45:00");
  await desk.keyboard.press("j");
  await Promise.all([desk.waitForResponse("**/api/v1/logins/refresh"), desk.clock.runFor("10:00")]);
  await expect(dialog).toHaveCount(0);

  // The answer came somewhere in those ten minutes of a clock that runs ahead of it.
  await desk.clock.runFor("01:52:00");
  await expect(dialog.getByText(/^Over [2-9] minuten melden we u af\.$/)).toBeVisible();
  const stay = dialog.getByRole("button", { name: "Blijf aangemeld" });
  await expect(stay).toBeFocused();
  await Promise.all([desk.waitForResponse("**/api/v1/logins/refresh"), stay.click()]);
  await expect(dialog).toHaveCount(0);

  await desk.clock.runFor("01:55:00");
  await expect(dialog).toBeVisible();
  await desk.context().clearCookies();
  await desk.clock.runFor("06:00");
  await expect(desk.getByRole("dialog", { name: "U bent afgemeld" })).toBeVisible();
  await expect(dialog).toHaveCount(0);
});

/** What happens after twenty hours: neither the token in memory nor the cookie is good any more. */
async function endLogin(desk: Page): Promise<void> {
  await desk.context().clearCookies();
  await desk.route("**/api/v1/**", async (route) => {
    const headers = { ...route.request().headers() };
    const isCall = "authorization" in headers;
    if (isCall) {
      headers.authorization = "Bearer outdated";
    }
    await route.continue({ headers });
    if (isCall) {
      await desk.unroute("**/api/v1/**");
    }
  });
}
