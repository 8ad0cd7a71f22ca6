import type { Page } from "@playwright/test";
import { entryLink } from "../support/people.ts";
import { expect, type Server, test } from "../support/server.ts";
import { LAPTOP, PHONE, type Visit } from "../support/visit.ts";
import { median } from "./figures.ts";

/** Somebody who types on a phone, with a thumb (ux.md §16). */
const KEYS_PER_SECOND = 3;
const TEXT = "Ouderen vinden geen open loket meer";
const WITH_A_NUMBER = "Bel 0470 12 34 56, geen open loket";
const RUNS = 3;
/** At the desk: one for each run, and one to go on to. */
const SIGNALS = RUNS + 1;

/** What somebody did, from the page that stood there to the confirmation. */
type Effort = { taps: number; screens: number; keys: number; seconds: number };
type Most = Partial<Effort>;

declare global {
  interface Window {
    effort: Omit<Effort, "seconds">;
  }
}

test("a signal from a phone that sent one before", async ({ server, visit }) => {
  await tell("known phone, a text", { taps: 2, screens: 1, seconds: 20 }, async () => {
    const phone = await knownPhone(server, visit);
    return count(phone, () => write(phone, TEXT));
  });
});

test("a signal with a theme from a phone that sent one before", async ({ server, visit }) => {
  await tell("known phone, a text and a theme", { taps: 3 }, async () => {
    const phone = await knownPhone(server, visit);
    return count(phone, async () => {
      await write(phone, TEXT);
      const theme = phone.locator("#app .chips label").first();
      await theme.tap();
      await expect(theme.locator("input")).toBeChecked();
    });
  });
});

test("a signal with a number in it, replaced", async ({ server, visit }) => {
  await tell("known phone, a phone number replaced", { seconds: 60 }, async () => {
    const phone = await knownPhone(server, visit);
    return count(phone, async () => {
      await type(phone, WITH_A_NUMBER);
      const row = phone.locator(".warnings__row").first();
      await row.getByRole("button").first().tap();
      await expect(row).toHaveCount(0);
      await send(phone);
    });
  });
});

test("the first signal of a phone", async ({ server, visit }) => {
  await tell("new phone, with what is asked once", { taps: 5 }, async () => {
    const phone = await newPhone(server, visit);
    return count(phone, async () => {
      await write(phone, TEXT);
      await expect(phone.locator("#app .code-card__code")).toBeVisible();
    });
  });
});

test("a signal at the desk whose proposals are right", async ({ office, visit }) => {
  const word = "fietspomp";
  const old = await office.bringsIn(word, [`De ${word} werd vorig jaar al te duur.`]);
  const issue = await office.opensIssue(`Gezinnen betalen te veel voor de ${word}`, old);
  await office.describes(issue.id, { themes: ["housing"] });
  const texts = Array.from({ length: SIGNALS }, (_, at) => `De ${word} is te duur voor ${at + 2} gezinnen in onze straat.`);
  await office.bringsIn(word, texts, "Wonen");
  const desk = await visit(LAPTOP);
  await desk.addInitScript(() => {
    window.effort = { taps: 0, screens: 1, keys: 0 };
    // Shift belongs to the key that it is held for.
    addEventListener("keydown", (event) => (window.effort.keys += event.key === "Shift" ? 0 : 1), true);
    addEventListener("pointerup", () => (window.effort.taps += 1), true);
  });
  await office.seat(desk, "processor");
  await desk.goto(`/desk/signals?q=${word}`);
  await expect(desk.locator(".signal-row")).toHaveCount(SIGNALS);
  await desk.keyboard.press("j");
  const proposal = desk.locator(".inbox__preview .proposal");
  await expect(proposal).not.toHaveCount(0);
  await tell(
    "a signal at the desk, with its proposals accepted and linked to its issue",
    { keys: 4, taps: 0, screens: 1, seconds: 12 },
    () =>
      count(desk, async () => {
        await desk.keyboard.press("Shift+Y");
        await desk.keyboard.press("l");
        await expect(desk.getByRole("listbox").getByRole("option").first()).toContainText(issue.number);
        await desk.keyboard.press("Enter");
        await desk.keyboard.press("e");
        await expect(proposal).not.toHaveCount(0);
      }),
  );
  const done = (await office.stored(word)) as { tags: { status: string }[]; issues: unknown[] }[];
  const right = done.filter(({ tags, issues }) => issues.length > 0 && tags.some(({ status }) => status === "confirmed"));
  expect(right).toHaveLength(RUNS);
});

/** Prints the median of some runs beside the aims. */
async function tell(what: string, most: Most, run: () => Promise<Effort>): Promise<void> {
  const efforts: Effort[] = [];
  for (let turn = 0; turn < RUNS; turn += 1) {
    efforts.push(await run());
  }
  console.log(`\n${what}; median of ${RUNS}`);
  for (const name of ["taps", "screens", "keys", "seconds"] as const) {
    const middle = median(efforts.map((effort) => effort[name]));
    const aim = most[name];
    console.log(`  ${name.padEnd(8)} ${String(Math.round(middle * 10) / 10).padStart(6)}${aim === undefined ? "" : `  aim ${aim}`}`);
    if (aim !== undefined) {
      expect.soft(middle, `${name}: ${what}`).toBeLessThanOrEqual(aim);
    }
  }
}

async function newPhone(server: Server, visit: Visit): Promise<Page> {
  const phone = await visit(PHONE);
  await phone.addInitScript(() => {
    window.effort = { taps: 0, screens: 1, keys: 0 };
    let isSent = false;
    addEventListener("pointerup", () => (window.effort.taps += 1), true);
    addEventListener("keydown", () => (window.effort.keys += 1), true);
    addEventListener("hashchange", () => (window.effort.screens += isSent ? 0 : 1), true);
    addEventListener("submit", () => (isSent = true), true);
  });
  await phone.goto(entryLink(server, "linde"));
  await expect(phone.locator("#app[data-shown]")).toBeAttached();
  return phone;
}

async function knownPhone(server: Server, visit: Visit): Promise<Page> {
  const phone = await newPhone(server, visit);
  await phone.locator("#field-text").fill("Bewoners wachten elke week lang aan het loket van de wijk.");
  await send(phone);
  await phone.getByRole("button", { name: "Sla dit over" }).tap();
  await phone.goto(entryLink(server, "linde"));
  await expect(phone.locator("#app[data-shown]")).toBeAttached();
  await expect(phone.locator("#submit")).toBeVisible();
  return phone;
}

/** Counts what a task took; screens are those before the text goes out. */
async function count(phone: Page, task: () => Promise<void>): Promise<Effort> {
  await phone.evaluate(() => {
    window.effort = { taps: 0, screens: 1, keys: 0 };
  });
  const start = Date.now();
  await task();
  const seconds = (Date.now() - start) / 1_000;
  return { ...(await phone.evaluate(() => window.effort)), seconds };
}

async function write(phone: Page, text: string): Promise<void> {
  await type(phone, text);
  await send(phone);
}

async function type(phone: Page, text: string): Promise<void> {
  const field = phone.locator("#field-text");
  if (!(await field.evaluate((element) => element === document.activeElement))) {
    await field.tap();
  }
  await phone.keyboard.type(text, { delay: 1_000 / KEYS_PER_SECOND });
}

async function send(phone: Page): Promise<void> {
  await phone.locator("#send").tap();
  await expect(phone.locator("#app .sent__promise")).toBeVisible();
}
