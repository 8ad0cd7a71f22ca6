import { expect, test } from "../support/server.ts";
import { mkdirSync } from "node:fs";
const OUT = process.env.LOOK_OUT ?? "/tmp/look";
const SIZES = (process.env.LOOK_SIZES ?? "1366x768").split(",");
const THEME = (process.env.LOOK_THEME ?? "light") as "light" | "dark";
const LANG = process.env.LOOK_LANG ?? "nl";
const ONLY = process.env.LOOK_ONLY;
mkdirSync(OUT, { recursive: true });
test("look", async ({ office, visit, page: _p }) => {
  for (const size of SIZES) {
    const [width, height] = size.split("x").map(Number);
    const page = await visit({ viewport: { width, height }, locale: `${LANG}-BE`, colorScheme: THEME }, [400,401,404,409,412,422]);
    await office.seat(page, "processor", "leadProcessor", "administrator");
    const places: Record<string, string> = {
      start: "", inbox: "signals", inboxall: "signals?tab=all", held: "signals?tab=held", late: "signals?tab=all&late=true", none: "signals?q=zzzzqqq",
      issues: "issues", issuesall: "issues?state=all", actions: "actions", actionstable: "actions?view=table", feedback: "feedback",
      import: "import", organisations: "organisations", links: "links", people: "people", audit: "audit", export: "export", nowhere: "nowhere",
    };
    const shot = async (name: string, full = false) => {
      if (ONLY && !new RegExp(ONLY).test(name)) return;
      await page.waitForTimeout(250);
      await page.screenshot({ path: `${OUT}/${name}-${width}-${THEME}-${LANG}.png`, fullPage: full });
    };
    for (const [name, place] of Object.entries(places)) {
      if (ONLY && !new RegExp(ONLY).test(name)) continue;
      await page.goto(`/desk/${place}`);
      await expect(page.locator("main h1").first()).toBeVisible();
      await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
      await shot(name, false);
    }
    const on = (n: string) => !ONLY || new RegExp(ONLY).test(n);
    if (on("signal")) {
      await page.goto("/desk/signals");
      await page.locator(".signal-row__link").first().click();
      await expect(page.locator("article.signal")).toBeVisible();
      await shot("signal-beside");
      for (const [i, n] of ["link","tag","ask","redirect","end"].entries()) {
        const b = page.locator(".acts button").nth(i);
        await b.click();
        await shot(`signal-${n}`);
        await b.click();
      }
      await page.goto("/desk/signals?tab=held");
      await page.locator(".signal-row__link").first().click();
      await expect(page.locator("article.signal")).toBeVisible();
      await shot("signal-held");
      await page.goto("/desk/signals?tab=linked");
      const id = (await page.locator(".signal-row__link").first().getAttribute("id"))!.replace("row-", "");
      await page.goto(`/desk/signals/${id}`);
      await expect(page.locator("article.signal")).toBeVisible();
      await shot("signal-page");
    }
    if (on("issue-")) {
      await page.goto("/desk/issues?state=all");
      const links = page.locator(".table__title a");
      await expect(links.first()).toBeVisible();
      const all = await links.evaluateAll((l) => l.map((a) => [a.getAttribute("href"), a.textContent]));
      const states: Record<string,string> = { Gezinnen_vinden: "decidedAct", Zonder_auto: "inAction", Hulpverleners: "validated", Mantel: "inAnalysis", Jongeren: "candidate", Oudere_inwoners_geraken: "closed", Geschrapte: "merged", huisarts: "prioritised", Oudere_inwoners_zien: "noAct" };
      for (const [needle, state] of Object.entries(states)) {
        const found = all.find(([, t]) => t!.includes(needle.replaceAll("_", " ")));
        if (!found) continue;
        await page.goto(found[0]!);
        await expect(page.locator(".issue")).toBeVisible();
        await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
        await shot(`issue-${state}`, true);
        if (state === "inAnalysis") {
          await page.locator("#describe .button").first().click();
          await shot("issue-describe", true);
          await page.keyboard.press("Escape");
          await page.keyboard.press("m");
          await shot("issue-merge", false);
        }
        if (state === "prioritised") {
          const b = page.locator(".next__list button").first();
          await b.click();
          await shot("issue-decide", true);
        }
        if (state === "validated") {
          await page.locator(".next__list button").first().click();
          await shot("issue-prioritise", true);
        }
        if (state === "closed") {
          await page.locator(".next__list button").first().click();
          await page.waitForTimeout(400);
          await shot("issue-reopen", true);
        }
      }
    }
    if (on("feedback-")) {
      await page.goto("/desk/feedback");
      await page.locator(".queue-row").first().click();
      await shot("feedback-compose", true);
    }
    if (on("menu")) {
      await page.goto("/desk/");
      await page.locator(".bar__nav summary").click();
      await shot("menu-more");
      await page.locator(".bar__side summary").last().click();
      await shot("menu-me");
      await page.keyboard.press("Escape");
      await page.keyboard.press("?");
      await shot("menu-keys");
    }
    if (on("signin")) {
      const out = await visit({ viewport: { width, height }, locale: `${LANG}-BE`, colorScheme: THEME }, [401]);
      await out.goto("/desk/");
      await out.waitForTimeout(500);
      await out.screenshot({ path: `${OUT}/signin-${width}-${THEME}-${LANG}.png` });
      await out.locator("form button[type=submit]").click();
      await out.waitForTimeout(300);
      await out.screenshot({ path: `${OUT}/signin-refused-${width}-${THEME}-${LANG}.png` });
    }
    await page.context().close();
  }
});
