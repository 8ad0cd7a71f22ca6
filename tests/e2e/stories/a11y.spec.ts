import type { Locator, Page } from "@playwright/test";
import { expectAccessible } from "../support/axe.ts";
import { cutOff } from "../support/fit.ts";
import type { Office } from "../support/office.ts";
import { entryLink, signalLink } from "../support/people.ts";
import { DESK } from "../support/places.ts";
import { expect, type Server, test } from "../support/server.ts";
import { LAPTOP, PHONE, type Visit } from "../support/visit.ts";
import { LANGUAGES, type Language, wordsOf } from "../support/words.ts";

const THEMES = ["light", "dark"] as const;
const WIDTHS = [320, 360, 768, 1366, 1920] as const;

/** How the screens are looked at: each of them in each of the themes. */
type Look = {
  language: Language;
  themes: readonly (typeof THEMES)[number][];
  width: number;
};

/** LOKAAL_TEST_A11Y=full looks at every screen in every language and theme; every day sees a sample of them. */
const IS_FULL = process.env.LOKAAL_TEST_A11Y === "full";
/** The sample changes with the day, so that a year sees every combination; a failure prints it. */
const SEED = process.env.LOKAAL_TEST_SEED ?? new Date().toISOString().slice(0, 10);
const FIELD_LOOKS = IS_FULL ? inEveryLanguage(360, 1366) : sample(`field ${SEED}`, 2);
const DESK_LOOKS = IS_FULL ? inEveryLanguage(1366) : sample(`desk ${SEED}`, 1, [1366]);

/** Places of the phone client; the first is there before the app. */
const FIELD = ["", "#mine", "#follow", "#settings", "#authorities", "#help", "#privacy", "#accessibility"];
/** Small forms of a signal, by the id of the button that opens them. */
const SIGNAL_FORMS = ["open-link", "open-tag", "open-ask", "open-redirect", "open-end"];
const ISSUE_STATES = [
  "candidate",
  "inAnalysis",
  "validated",
  "prioritised",
  "decidedAct",
  "decidedNoAct",
  "decidedEscalate",
  "inAction",
  "stalled",
  "escalated",
  "parked",
  "resolved",
  "dismissed",
  "closed",
  "merged",
];
/** Next steps of an issue that open a form; the others do at once what they say. */
const STEPS = [
  "issue_event.prioritise",
  "issue_event.decide",
  "issue_event.record_answer",
  "issue_event.resolve",
  "issue_event.reopen",
  "issue_event.stall",
  "issue_event.park",
  "issue_event.dismiss",
  "issue_event.merge",
];
/** Other buttons of an issue that open a form. */
const ISSUE_FORMS = ["issue_event.assign_owner", "issue_event.split", "recognition.add", "action.new"];

test("no screen of the phone scrolls sideways at 320 px", async ({ server, visit }) => {
  const page = await visit({ ...PHONE, viewport: { width: 320, height: 640 } });
  await walkField(page, entryLink(server, "linde"), "nl", async (where) => {
    await expectToFit(page, where);
  });
});

test("no place of the desk scrolls sideways at 1024 px", async ({ office, visit }) => {
  test.setTimeout(600_000);
  const desk = await deskIn({ language: "nl", themes: ["light"], width: 1024 }, visit, office);
  await walkDesk(desk, (where) => expectToFit(desk, where));
});

for (const [position, look] of FIELD_LOOKS.entries()) {
  test(`the phone is accessible (look ${position + 1})`, async ({ server, visit }) => {
    test.setTimeout(600_000);
    const page = await visit({ viewport: { width: look.width, height: 800 }, locale: `${look.language}-BE` });
    const see = seeing(page, look);
    await walkField(page, entryLink(server, "linde"), look.language, see);
    await readSignals(page, server, look.language, see);
  });
}

for (const [position, look] of DESK_LOOKS.entries()) {
  test(`places of the desk are accessible (look ${position + 1})`, async ({ office, visit }) => {
    test.setTimeout(600_000);
    const desk = await deskIn(look, visit, office);
    await walkDesk(desk, seeing(desk, look));
  });

  test(`what opens on the desk is accessible (look ${position + 1})`, async ({ office, visit }) => {
    test.setTimeout(600_000);
    const desk = await deskIn(look, visit, office);
    const [words, see] = [wordsOf(look.language), seeing(desk, look)];
    await openMenus(desk, words, see);
    await openSignals(desk, office, words, see);
    await openFeedback(desk, words, see);
    await openActions(desk, words, see);
    await openPlaces(desk, words, see);
    await importFile(desk, see);
  });

  test(`issues and their forms are accessible (look ${position + 1})`, async ({ office, visit }) => {
    test.setTimeout(600_000);
    const desk = await deskIn(look, visit, office, [412]);
    await openIssues(desk, look, office);
  });

  test(`signing in is accessible, also when it is refused (look ${position + 1})`, async ({ visit }) => {
    test.setTimeout(120_000);
    const page = await visit({ ...LAPTOP, locale: `${look.language}-BE` });
    const see = seeing(page, look);
    await page.goto("/desk/");
    await expect(page.locator("h1")).toBeVisible();
    await see("sign-in");
    await page.locator("form button[type=submit]").click();
    await expect(page.getByRole("alert").first()).toBeFocused();
    await see("sign-in, refused");
  });
}

type Words = (key: string) => string;
type See = (where: string) => Promise<void>;

/** Checks what a page shows, in each theme of a look. */
function seeing(page: Page, { language, themes, width }: Look): See {
  return async (where) => {
    await expect(page.locator("html")).toHaveAttribute("lang", language);
    await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
    for (const colorScheme of themes) {
      await page.emulateMedia({ colorScheme });
      await expectAccessible(page, `${where} (LOKAAL_TEST_SEED=${SEED}: ${language} ${colorScheme} ${width})`);
    }
  };
}

/** The desk of somebody who may do everything. */
async function deskIn(look: Look, visit: Visit, office: Office, refusals: number[] = []): Promise<Page> {
  const viewport = { width: look.width, height: 800 };
  const desk = await visit({ viewport, locale: `${look.language}-BE` }, refusals);
  await office.seat(desk, "processor", "leadProcessor", "policyOfficer", "administrator");
  return desk;
}

async function walkField(page: Page, link: string, language: string, see: See): Promise<void> {
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
    await see(`field ${place || "submit"}`);
  }
  await page.evaluate(() => {
    location.hash = "";
  });
  await page.locator("#send").click();
  await expect(page.getByRole("alert")).toBeFocused();
  await see("field submit, refused");
  await lookOver(page, see);
  await page.locator("#field-text").fill("Oudere klanten vinden geen loket meer open, elke week opnieuw.");
  await page.locator("#send").click();
  await expect(page.locator(".code-card__code")).toBeVisible();
  await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
  await see("field sent");
  await page.evaluate(() => {
    location.hash = "#mine";
  });
  await expect(page.locator("#app .card")).toHaveCount(1);
  await see("field mine, with a signal");
  await walkWithoutNetwork(page, see);
}

/** What is said about a text before it is sent. */
async function lookOver(page: Page, see: See): Promise<void> {
  const text = page.locator("#field-text");
  await text.fill("Oudere klanten vinden geen loket meer open.");
  await expect(page.locator(".coach__words")).not.toBeEmpty();
  await see("field submit, a question");
  await text.fill("Fatima belde 0470 12 34 56 en vond geen loket.");
  await expect(page.locator(".warnings__row")).toHaveCount(2);
  await see("field submit, personal data");
  await page.locator("#send").click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await see("field submit, asked before sending");
  await page.getByRole("dialog").getByRole("button").first().click();
  await expect(page.locator(".warnings__undo button")).toBeVisible();
  await see("field submit, replaced");
}

/** What the phone says while nothing can go out, and when a new version waits. */
async function walkWithoutNetwork(page: Page, see: See): Promise<void> {
  await page.context().setOffline(true);
  await page.evaluate(() => {
    location.hash = "";
  });
  await page.locator("#field-text").fill("Zonder internet vinden bewoners nergens een loket dat open is.");
  await expect(page.locator("#draft-time > :last-child")).not.toBeEmpty();
  await see("field submit, kept without network");
  await page.locator("#send").click();
  await expect(page.locator("#app .sent__promise")).toBeVisible();
  await see("field sent, waiting");
  await page.evaluate(() => {
    location.hash = "#mine";
    (document.getElementById("update") as HTMLElement).hidden = false;
  });
  await expect(page.locator("#app .outbox .card")).toHaveCount(1);
  await see("field mine, with a waiting text and a new version");
  await page.locator("#app .outbox .card .row > button").last().click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await see("field mine, before a waiting text is deleted");
  await page.keyboard.press("Escape");
  await page.context().setOffline(false);
  await expect(page.locator("#app .outbox")).toHaveCount(0);
}

/** Signals of which something is told. */
async function readSignals(page: Page, server: Server, language: string, see: See): Promise<void> {
  for (const what of ["a question waits", "something is done", "it is over"]) {
    const link = signalLink(server, "linde", what).replace("/m/", `/m/?lang=${language}`);
    await page.goto(link);
    // The code leaves the address at once; only then the signal of the last link is gone from the page.
    await expect(page).toHaveURL(/#opened$/);
    await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
    await expect(page.getByRole("blockquote")).toBeVisible();
    await see(`field signal, ${what}`);
  }
}

async function walkDesk(desk: Page, see: See): Promise<void> {
  for (const place of DESK) {
    await desk.goto(`/desk/${place}`);
    await expect(desk.locator("main h1").first()).toBeVisible();
    await see(`desk ${place || "start"}`);
  }
}

async function openMenus(desk: Page, words: Words, see: See): Promise<void> {
  await desk.goto("/desk/");
  const menus = desk.locator("details.bar__details > summary");
  for (const menu of await menus.all()) {
    await menu.click();
    await see(`menu ${await menu.innerText()}`);
    await desk.keyboard.press("Escape");
  }
  await desk.getByRole("button", { name: words("nav.shortcuts") }).click();
  await expect(desk.locator("dialog[open]")).toBeVisible();
  await see("shortcuts");
}

async function openSignals(desk: Page, office: Office, words: Words, see: See): Promise<void> {
  await office.bringsIn("brievenbus", ["Bel mij op 0470 12 34 56 over de brievenbus, dit gebeurt elke week."]);
  await desk.goto("/desk/signals?tab=all");
  await desk.locator(".signal-row__link").first().click();
  await expect(desk.locator("article.signal")).toBeVisible();
  await see("signal beside the list");
  for (const position of [0, 1]) {
    await desk.locator(".signal-row__tick input").nth(position).check();
  }
  for (const form of ["inbox.bulk_tag", "inbox.bulk_link", "inbox.bulk_issue"]) {
    await desk.locator(".bulk").getByRole("button", { name: words(form), exact: true }).first().click();
    await see(`several signals, ${form}`);
  }

  await desk.goto("/desk/signals");
  await desk.locator(".signal-row__link").first().focus();
  await desk.keyboard.press("Enter");
  await expect(desk.locator("article.signal")).toBeVisible();
  await see("signal");
  for (const form of SIGNAL_FORMS) {
    await desk.locator(`#${form}`).click();
    await see(`signal, ${form}`);
  }

  await desk.goto("/desk/signals?tab=held");
  await desk.locator(".signal-row__link").first().click();
  await expect(desk.locator(".hidden-span").first()).toBeVisible();
  for (const form of ["hold.release", "desk.hold_replace"]) {
    await desk.getByRole("button", { name: words(form), exact: true }).first().click();
    await expect(desk.locator("article .step-form")).toBeVisible();
    await see(`held signal, ${form}`);
  }
}

async function openFeedback(desk: Page, words: Words, see: See): Promise<void> {
  await desk.goto("/desk/feedback");
  await desk.locator(".queue-row").first().click();
  await expect(desk.locator(".composer textarea")).toBeVisible();
  await see("feedback, being written");
  await desk.locator(".composer textarea").fill("Dank u. Wij kijken dit na, en u hoort van ons.");
  await desk.locator(".composer").getByRole("button", { name: words("queue.send") }).click();
  await see("feedback, before it goes out");
  await desk.locator("dialog[open]").getByRole("button", { name: words("common.cancel") }).click();
}

async function openActions(desk: Page, words: Words, see: See): Promise<void> {
  await desk.goto("/desk/actions");
  for (const form of ["common.edit", "action.finish", "action.cancel"]) {
    await desk.locator(".action-card__buttons").getByRole("button", { name: words(form), exact: true }).first().click();
    await expect(desk.locator(".action-card .step-form").first()).toBeVisible();
    await see(`action, ${form}`);
    await desk.keyboard.press("Escape");
  }
}

/** Dialogs and refusals of the places that an administrator keeps. */
async function openPlaces(desk: Page, words: Words, see: See): Promise<void> {
  for (const [place, button] of [
    ["links", "desk.show_qr"],
    ["links", "entry.revoke"],
    ["people", "people_admin.remove"],
  ] as const) {
    await desk.goto(`/desk/${place}`);
    await desk.getByRole("button", { name: words(button) }).first().click();
    await expect(desk.locator("dialog[open]")).toBeVisible();
    await see(`${place}, ${button}`);
  }
  for (const place of ["links", "people", "organisations"]) {
    await desk.goto(`/desk/${place}`);
    await desk.locator("main form button[type=submit]").last().click();
    await expect(desk.getByRole("alert").first()).toBeFocused();
    await see(`${place}, refused`);
  }
}

async function importFile(desk: Page, see: See): Promise<void> {
  await desk.goto("/desk/import");
  const rows = ["ID;Wat merkt u op?;E-mail", "1;De fontein op het plein staat al maanden droog.;an@voorbeeld.be", "2;Kort;"];
  await desk
    .locator("input[type=file]")
    .setInputFiles({ name: "antwoorden.csv", mimeType: "text/csv", buffer: Buffer.from(rows.join("\r\n")) });
  await expect(desk.locator("table").first()).toBeVisible();
  await see("import, columns");
  await desk.locator("main .button--primary").click();
  await expect(desk.locator("main .notice").first()).toBeVisible();
  await expect(desk.locator("progress")).toHaveCount(0);
  await see("import, result");
}

/** An issue in each state that there is one in; each form that can be opened, once. */
async function openIssues(desk: Page, look: Look, office: Office): Promise<void> {
  const [words, see] = [wordsOf(look.language), seeing(desk, look)];
  const seen = new Set<string>();
  for (const state of ISSUE_STATES) {
    await desk.goto(`/desk/issues?state=${state}`);
    await expect(desk.locator("[aria-busy=true]")).toHaveCount(0);
    const first = desk.locator(".table__title a").first();
    await expect(first.or(desk.locator(".empty"))).toBeVisible();
    if (!(await first.isVisible())) {
      continue;
    }
    await first.click();
    await expect(desk.locator(".issue")).toBeVisible();
    await see(`issue, ${state}`);
    for (const form of [...STEPS, ...ISSUE_FORMS].filter((form) => !seen.has(form))) {
      const part = desk.locator(STEPS.includes(form) ? ".next" : ".issue");
      const button = part.getByRole("button", { name: words(form), exact: true });
      if ((await button.count()) > 0) {
        await openForm(desk, button.first());
        await see(`issue, ${form}`);
        await desk.keyboard.press("Escape");
        await expect(desk.locator(".step-form")).toHaveCount(0);
        seen.add(form);
      }
    }
  }
  expect([...seen].sort(), "forms that no issue of the demo offers").toEqual([...STEPS, ...ISSUE_FORMS].sort());
  await describeTwice(desk, words, office, see);
}

async function openForm(desk: Page, button: Locator): Promise<void> {
  await button.click();
  await expect(desk.locator(".step-form").first()).toBeVisible();
}

/** The words of an issue, and what is shown when somebody else changed them. */
async function describeTwice(desk: Page, words: Words, office: Office, see: See): Promise<void> {
  const word = `vijver${desk.url().length}`;
  const signals = await office.bringsIn(word, [`De ${word} ligt vol afval en kinderen spelen er elke week.`]);
  const issue = await office.opensIssue("Kinderen spelen in afval", signals);
  await desk.goto(`/desk/issues/${issue.id}`);
  await openForm(desk, desk.locator("#describe").getByRole("button", { name: words("common.edit") }));
  await see("issue, being described");
  await desk.locator("#describe textarea").fill("Kinderen spelen tussen afval.");
  await office.describes(issue.id, { description: "Er ligt afval waar kinderen spelen." });
  await desk.locator("#describe button[type=submit]").click();
  await expect(desk.locator(".conflict")).toBeFocused();
  await see("issue, described by two people");
}

function inEveryLanguage(...widths: number[]): Look[] {
  return widths.flatMap((width) => LANGUAGES.map((language) => ({ language, themes: THEMES, width })));
}

/** Nothing is wider than the screen, and no words are cut off (`cargo xtask ux overflow`: in longer words). */
async function expectToFit(page: Page, where: string): Promise<void> {
  const found = await cutOff(page);
  expect.soft(found, `does not fit: ${where}`).toEqual([]);
}

/** Looks of the day, drawn from the seed (mulberry32). */
function sample(seed: string, count: number, widths: readonly number[] = WIDTHS): Look[] {
  let state = [...seed].reduce((sum, letter) => Math.imul(sum, 31) + letter.charCodeAt(0), 7) >>> 0;
  const draw = (most: number) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % most;
  };
  const one = <T>(all: readonly T[]) => all[draw(all.length)] as T;
  return Array.from({ length: count }, () => ({
    language: one(LANGUAGES),
    themes: [one(THEMES)],
    width: one(widths),
  }));
}
