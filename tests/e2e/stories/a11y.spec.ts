import type { BrowserContextOptions, Page } from "@playwright/test";
import { expectAccessible } from "../support/axe.ts";
import { BRAM, entryLink, GREET, signalLink, signIn } from "../support/people.ts";
import { expect, test } from "../support/server.ts";
import { LAPTOP, PHONE } from "../support/visit.ts";

const LANGUAGES = ["nl", "fr", "en", "de"] as const;
const THEMES = ["light", "dark"] as const;
const WIDTHS = [320, 360, 768, 1366, 1920] as const;

type Look = {
  language: (typeof LANGUAGES)[number];
  theme: (typeof THEMES)[number];
  width: (typeof WIDTHS)[number];
};

/** Places of the phone client; the first is there before the app. */
const FIELD = ["", "#mine", "#follow", "#settings", "#authorities", "#help", "#privacy", "#accessibility"];
/** Places of the desk. */
const DESK = ["", "signals", "signals?tab=held", "signals?tab=all", "issues", "issues?state=all", "actions", "actions?view=table", "feedback", "import", "organisations", "links", "people", "audit", "export"];

test("every screen of the phone is accessible, in Dutch and light", async ({ server, visit }) => {
  test.setTimeout(120_000);
  const page = await visit({ ...PHONE, colorScheme: "light" });
  await walkField(page, entryLink(server, "linde"), "nl", async (where) => {
    await expectAccessible(page, where);
  });
  for (const what of ["a question waits", "something is done", "it is over"]) {
    await openSignal(page, signalLink(server, "linde", what));
    await expectAccessible(page, `receipt, ${what}`);
  }
});

test("no screen of the phone scrolls sideways at 320 px", async ({ server, visit }) => {
  const page = await visit({ ...PHONE, viewport: { width: 320, height: 640 } });
  await walkField(page, entryLink(server, "linde"), "nl", async (where) => {
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(overflow, `${where} is wider than the screen by`).toBeLessThanOrEqual(0);
  });
});

test("every screen of the desk is accessible, in French and dark", async ({ server, visit }) => {
  test.setTimeout(180_000);
  const page = await visit({ ...LAPTOP, locale: "fr-BE", colorScheme: "dark" });
  await signIn(page, server, GREET);
  await walkDesk(page, DESK, async (where) => expectAccessible(page, where));
});

test("every state of an issue is accessible", async ({ server, visit }) => {
  test.setTimeout(180_000);
  const page = await visit({ ...LAPTOP, locale: "fr-BE", colorScheme: "dark" });
  await signIn(page, server, BRAM);
  await page.goto("/desk/issues?state=all");
  const links = page.locator(".table__title a");
  await expect(links.first()).toBeVisible();
  const addresses = await links.evaluateAll((all) => all.map((link) => link.getAttribute("href") ?? ""));
  expect(addresses.length).toBeGreaterThan(10);
  for (const address of addresses) {
    await page.goto(address);
    await expect(page.locator(".issue")).toBeVisible();
    await expectAccessible(page, address);
  }
});

test("signing in is accessible, also when it is refused", async ({ visit }) => {
  const page = await visit({ ...LAPTOP, colorScheme: "dark" });
  await page.goto("/desk/");
  await expect(page.getByRole("heading", { name: "Meld u aan" })).toBeVisible();
  await expectAccessible(page, "sign-in");
  await page.getByRole("button", { name: "Meld aan" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "Wachtwoord" })).toBeFocused();
  await expectAccessible(page, "sign-in, refused");
});

/** The seed changes with the day, so that a year sees every combination; a failure prints it. */
const SEED = process.env.LOKAAL_TEST_SEED ?? new Date().toISOString().slice(0, 10);
const SAMPLE = sample(SEED, 3);

for (const [position, look] of SAMPLE.entries()) {
  test(`a sample of screens is accessible in another look (${position + 1} of the day)`, async ({ server, visit }) => {
    const { language, theme, width } = look;
    test.info().annotations.push({ type: "seed", description: `${SEED}: ${language} ${theme} ${width}` });
    const device: BrowserContextOptions = {
      viewport: { width, height: 800 },
      locale: `${language}-BE`,
      colorScheme: theme,
    };
    const page = await visit(device);
    await walkField(page, entryLink(server, "linde"), language, async (where) => {
      await expectAccessible(page, `${where} (LOKAAL_TEST_SEED=${SEED}: ${language} ${theme} ${width})`);
    });
  });
}

async function openSignal(page: Page, link: string): Promise<void> {
  await page.goto(link);
  // The code leaves the address at once; only then the signal of the last link is gone from the page.
  await expect(page).toHaveURL(/#opened$/);
  await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
  await expect(page.getByRole("blockquote")).toBeVisible();
}

async function walkField(
  page: Page,
  link: string,
  language: string,
  look: (where: string) => Promise<void>,
): Promise<void> {
  await page.goto(link.replace("/m/", `/m/?lang=${language}`));
  await expect(page.locator("#app[data-shown]")).toBeAttached();
  await expect(page.locator("html")).toHaveAttribute("lang", language);
  for (const place of FIELD) {
    await page.evaluate((fragment) => {
      location.hash = fragment;
    }, place);
    const heading = place ? page.locator("#app h1") : page.locator("#submit h1");
    await expect(heading).toBeVisible();
    await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
    await look(`field ${place || "submit"}`);
  }
  await page.evaluate(() => {
    location.hash = "";
  });
  await page.locator("#send").click();
  await expect(page.getByRole("alert")).toBeFocused();
  await look("field submit, refused");
  await page.locator("#field-text").fill("Oudere klanten vinden geen loket meer open, elke week opnieuw.");
  await page.locator("#send").click();
  await expect(page.locator(".code-card__code")).toBeVisible();
  await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
  await look("field sent");
  await page.evaluate(() => {
    location.hash = "#mine";
  });
  await expect(page.locator("#app .card")).toHaveCount(1);
  await look("field mine, with a signal");
}

async function walkDesk(page: Page, places: string[], look: (where: string) => Promise<void>): Promise<void> {
  for (const place of places) {
    await page.goto(`/desk/${place}`);
    await expect(page.locator("main h1").first()).toBeVisible();
    await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
    await look(`desk ${place || "start"}`);
  }
  await page.goto("/desk/signals?tab=all");
  await page.locator(".signal-row__link").first().click();
  await expect(page.locator("article.signal")).toBeVisible();
  await look("desk signal beside the list");
  await page.goto("/desk/issues");
  await page.locator(".table__title a").first().click();
  await expect(page.locator(".issue")).toBeVisible();
  await look("desk issue");
}

/** Looks other than the two that every run has, drawn from the seed (mulberry32). */
function sample(seed: string, count: number): Look[] {
  let state = [...seed].reduce((sum, letter) => Math.imul(sum, 31) + letter.charCodeAt(0), 7) >>> 0;
  const draw = (most: number) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % most;
  };
  const one = <T>(all: readonly [T, ...T[]]) => all[draw(all.length)] ?? all[0];
  return Array.from({ length: count }, () => ({
    language: one(LANGUAGES),
    theme: one(THEMES),
    width: one(WIDTHS),
  }));
}
