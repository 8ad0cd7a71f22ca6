import type { Page, Route } from "@playwright/test";
import { answerLost, appIsThere, draftsKept, itemsKept, opened, refusal } from "../support/device.ts";
import { entryLink } from "../support/people.ts";
import { expect, test } from "../support/server.ts";
import { PHONE } from "../support/visit.ts";

/** How many phones are sent out; `LOKAAL_TEST_RUNS=200` before a release. `LOKAAL_TEST_SEED` repeats those of another day. */
const RUNS = Number(process.env.LOKAAL_TEST_RUNS ?? 2);
const SEED = process.env.LOKAAL_TEST_SEED ?? new Date().toISOString().slice(0, 10);
const NUMBER = [...SEED].reduce((sum, letter) => (Math.imul(sum, 31) + letter.charCodeAt(0)) >>> 0, 0);
const STEPS = 9;

const FAULTS: Record<string, (route: Route) => Promise<void>> = {
  fine: (route) => route.continue(),
  lost: answerLost,
  busy: refusal(503, "belgif:serviceUnavailable"),
  "turned away": refusal(401, "belgif:noAccessToken"),
  "newer than the server": refusal(400, "belgif:input-validation:unknownInput"),
};

for (let run = 0; run < RUNS; run += 1) {
  test(`in any weather every text arrives once (seed ${SEED}, run ${run})`, async ({ server, visit, office }) => {
    const draw = drawing(NUMBER + run);
    const first = await opened(
      await visit({ ...PHONE, serviceWorkers: "block" }, [400, 401, 429, 503]),
      entryLink(server, "linde"),
    );
    const context = first.context();
    let weather = "fine";
    let isOffline = false;
    await context.route("**/api/v1/signals", (route) => FAULTS[weather]?.(route));
    const pages: Page[] = [first];
    const words: string[] = [];
    const diary: string[] = [];
    for (let step = 0; step < STEPS; step += 1) {
      const page = pages[draw(pages.length)];
      const what = ["write", "write", "write", "weather", "network", "reload", "tab", "kill"][draw(8)];
      diary.push(what ?? "");
      if (!page || what === "write") {
        const word = `zwerf${letters(run)}${letters(words.length)}hoek`;
        words.push(word);
        await send(page ?? first, `In de buurt is er geen ${word} meer.`);
      } else if (what === "weather") {
        weather = Object.keys(FAULTS)[draw(5)] ?? "fine";
        diary.push(weather);
      } else if (what === "network") {
        isOffline = !isOffline;
        await context.setOffline(isOffline);
      } else if (what === "reload" && !isOffline) {
        await page.reload();
        await appIsThere(page);
      } else if (what === "tab" && !isOffline) {
        pages.push(await opened(await context.newPage(), "/linde/m/"));
      } else if (what === "kill" && pages.length > 1) {
        await page.close();
        pages.splice(pages.indexOf(page), 1);
      }
    }
    await test.info().attach("diary", { body: diary.join("\n") });
    weather = "fine";
    await context.setOffline(false);
    const last = await opened(await context.newPage(), "/linde/m/#mine");
    const retry = last.getByRole("button", { name: "Probeer nu opnieuw" });
    await expect(async () => {
      if (await retry.isVisible()) await retry.click();
      expect(await itemsKept(last)).toBe(0);
    }).toPass();
    expect(await draftsKept(last), "drafts that are left").toBe(0);
    for (const word of words) {
      expect(await office.stored(word), `${word} (${diary.join(", ")})`).toHaveLength(1);
    }
  });
}

/** Writes and presses Send; the phone has said that the text is safe before anything else happens. */
async function send(page: Page, text: string): Promise<void> {
  await page.evaluate(() => {
    location.hash = "";
  });
  await page.locator("#field-text").fill(text);
  await page.locator("#send").click();
  await expect(page.locator("#app .sent__promise")).toBeVisible();
}

/** Numbers below a bound; the same seed draws the same (mulberry32). */
function drawing(seed: number): (bound: number) => number {
  let state = seed >>> 0;
  return (bound) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % bound;
  };
}

function letters(number: number): string {
  return [...String(number)].map((digit) => "bdfghklmnp"[Number(digit)]).join("a") + "a";
}
