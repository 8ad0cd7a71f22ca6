import type { Page } from "@playwright/test";
import { expectAccessible } from "../support/axe.ts";
import { expect, test } from "../support/server.ts";
import { LAPTOP, PHONE } from "../support/visit.ts";

// What ships is learnt and the demo's signals are looked at first, which takes a while on a busy machine.
test.use({ analysis: true });
const LOOKED_AT_MS = 300_000;

test("a processor corrects clusters, and the next run keeps to it", async ({ office, visit }) => {
  test.setTimeout(LOOKED_AT_MS + 120_000);
  const desk = await visit(LAPTOP);
  await office.seat(desk, "processor");
  await grouped(desk);
  await expectAccessible(desk, "the table of clusters");

  await test.step("the picture says the same as the table", async () => {
    const rows = await desk.locator(".cluster-link").count();
    await desk.getByRole("link", { name: "Kaartje" }).click();
    await expect(desk.locator(".packed__link")).toHaveCount(rows);
    await expectAccessible(desk, "the picture of clusters");
    await desk.getByRole("link", { name: "Tabel" }).click();
  });

  await desk.goto("/desk/clusters?order=size");
  await desk.locator(".cluster-link").first().click();
  await expect(desk.getByRole("heading", { name: "Typische signalen" })).toBeVisible();
  await expectAccessible(desk, "a cluster");
  const whole = desk.url();
  const all = await members(desk);

  await test.step("what does not belong goes out and comes back with one press", async () => {
    await desk.getByRole("button", { name: "Wat hoort er niet bij?" }).click();
    await desk.getByRole("button", { name: "Hoort er niet bij" }).first().click();
    await expect.poll(() => members(desk)).toBe(all - 1);
    await desk.keyboard.press("u");
    await expect.poll(() => members(desk)).toBe(all);
  });

  await test.step("a split survives a run", async () => {
    await desk.getByRole("button", { name: "Splits", exact: true }).click();
    const boxes = desk.locator(".merge-list input");
    for (let place = 0; place < 3; place += 1) {
      await boxes.nth(place).check();
    }
    await expectAccessible(desk, "splitting a cluster");
    await desk.locator(".step-form").getByRole("button", { name: "Splits", exact: true }).click();
    await expect(desk.getByRole("link", { name: "Naar de groep waaruit ze komt" })).toBeVisible();
    expect(await members(desk)).toBe(3);
    const part = desk.url();
    expect(part).not.toBe(whole);
    await desk.goto("/desk/clusters");
    await desk.getByRole("button", { name: "Groepeer nu" }).click();
    await expect(desk.getByText("Opnieuw gegroepeerd.")).toBeVisible({ timeout: 60_000 });
    await desk.goto(part);
    await expect(desk.getByText("Deze groep bestaat niet meer.")).toHaveCount(0);
    expect(await members(desk)).toBe(3);
  });

  await test.step("it becomes an issue with its signals", async () => {
    await desk.keyboard.press("m");
    await desk.getByLabel("Titel").fill("Wachten op hulp in de wijk");
    await desk.locator(".step-form").getByRole("button", { name: "Maak knelpunt" }).click();
    await expect(desk.getByRole("heading", { name: /Wachten op hulp in de wijk/ })).toBeVisible();
    await expect(desk.locator(".issue__head")).toContainText("3 signalen");
  });

  await test.step("a phone shows the same", async () => {
    const phone = await visit(PHONE);
    await office.seat(phone, "processor");
    await phone.goto("/desk/clusters");
    await expect(phone.locator(".cluster-link").first()).toBeVisible();
    await expectAccessible(phone, "clusters on a phone");
  });
});

/** Goes to the clusters, once a run found some. It waits for the signals to be looked at. */
async function grouped(desk: Page): Promise<void> {
  const deadline = Date.now() + LOOKED_AT_MS;
  await desk.goto("/desk/clusters");
  await desk.getByRole("button", { name: "Groepeer nu" }).click();
  while ((await desk.locator(".cluster-link").count()) === 0 && Date.now() < deadline) {
    await desk.waitForTimeout(2_000);
    await desk.reload();
    await expect(desk.getByRole("heading", { name: "Groepen", level: 1 })).toBeVisible();
    await expect(desk.locator(".cluster-run")).toBeVisible();
  }
  expect(await desk.locator(".cluster-link").count()).toBeGreaterThan(1);
}

/** How many signals the head of a cluster tells. */
async function members(desk: Page): Promise<number> {
  const words = await desk.locator(".issue__head").innerText();
  return Number(/(\d+) signa/.exec(words)?.[1]);
}
