import { join } from "node:path";
import type { Page } from "@playwright/test";
import { expect, test } from "../support/server.ts";
import { LAPTOP } from "../support/visit.ts";

const PICTURES = join(import.meta.dirname, "../../../docs/guide/pictures");
const SCREEN = { ...LAPTOP, colorScheme: "light" as const };

// Groups exist once the demo's signals were looked at, which takes a while on a busy machine.
test.use({ analysis: true });
const LOOKED_AT_MS = 300_000;

test("the pictures of docs/guide/nl", async ({ office, visit }) => {
  test.setTimeout(LOOKED_AT_MS + 300_000);

  const processor = await visit(SCREEN);
  await office.seat(processor, "processor");
  await picture(processor, "/desk/", "vandaag");
  await processor.goto("/desk/signals");
  await processor.locator(".signal-row__link").first().click();
  await expect(processor.locator("article.signal")).toBeVisible();
  await taken(processor, "signaal");
  await processor.goto("/desk/issues");
  await processor.locator("main a[href*='/desk/issues/']").first().click();
  await expect(processor.getByRole("heading", { name: "Volgende stap" })).toBeVisible();
  await taken(processor, "knelpunt");
  await processor.goto("/desk/trends");
  await processor.getByRole("link", { name: "Energie en water" }).first().click();
  await expect(processor.locator("figcaption").first()).toBeVisible();
  await taken(processor, "trend");
  await processor.goto("/desk/clusters");
  await expect(async () => {
    await processor.getByRole("button", { name: "Groepeer nu" }).click();
    await expect(processor.locator(".cluster-link").nth(2)).toBeVisible({ timeout: 20_000 });
  }).toPass({ timeout: LOOKED_AT_MS });
  await picture(processor, "/desk/clusters", "groepen");

  const officer = await visit(SCREEN);
  await office.seat(officer, "policyOfficer");
  await officer.goto("/desk/overview?period=year");
  await expect(officer.locator("figure").first()).toBeVisible();
  await taken(officer, "overzicht");

  const administrator = await visit(SCREEN);
  await office.seat(administrator, "administrator");
  await picture(administrator, "/desk/links", "links");
});

async function picture(page: Page, address: string, name: string): Promise<void> {
  await page.goto(address);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await taken(page, name);
}

/** Once everything is there: no row is a grey block, and nothing tells of what was just done. */
async function taken(page: Page, name: string): Promise<void> {
  await page.evaluate(() => document.fonts.ready);
  await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
  await expect(page.locator(".toast")).toHaveCount(0, { timeout: 15_000 });
  await page.screenshot({ path: join(PICTURES, `${name}.png`) });
}
