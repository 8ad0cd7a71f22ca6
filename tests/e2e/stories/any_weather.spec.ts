import type { BrowserContext, Page, Request, Route } from "@playwright/test";
import { answerLost, appIsThere, area, draftsKept, goTo, itemsKept, refusal } from "../support/device.ts";
import type { Office } from "../support/office.ts";
import { entryLink } from "../support/people.ts";
import { expect, type Server, test } from "../support/server.ts";
import { PHONE } from "../support/visit.ts";
import { Chance } from "../support/chance.ts";

/** How many phones are sent out; `cargo xtask ux offline` sends 200. */
const RUNS = Number(process.env.LOKAAL_TEST_RUNS ?? "3");
/** Decides about everything, another way each day; its name in the title repeats it. */
const SEED = Number(process.env.LOKAAL_TEST_SEED ?? Math.floor(Date.now() / 86_400_000));
/** A bug that is planted on purpose: the runs must notice. */
const PLANTED = process.env.LOKAAL_TEST_PLANTED ?? "";
const STEPS = 8;
/** A text is on disk at most so long after its last key. */
const KEPT_MS = 800;
const SUBMIT = "**/api/v1/signals";
const SUBMIT_NAME = "Verstuur signaal";

/** A text of a phone: pressed Send, or only typed. */
type Text = { word: string; typed: string; isSent: boolean };
type Tally = {
  texts: number;
  once: number;
  lost: string[];
  doubled: string[];
  /** Two tabs of one phone that sent at the same time. */
  crowded: string[];
  steps: Map<string, number>;
};

test(`in any weather ${RUNS} phones lose no text and send none twice (seed ${SEED})`, async ({ server, browser, office }) => {
  test.setTimeout(RUNS * 60_000);
  const tally: Tally = { texts: 0, once: 0, lost: [], doubled: [], crowded: [], steps: new Map() };
  for (let run = 0; run < RUNS; run += 1) {
    const context = await browser.newContext({ ...PHONE, baseURL: server.url, serviceWorkers: "block" });
    const phone = new Phone(context, server, new Chance(SEED * 1_000 + run), run, tally);
    await phone.live();
    await judge(await phone.rest(), office, tally);
    await context.close();
  }
  const steps = [...tally.steps].map(([name, count]) => `${count} ${name}`).join(", ");
  console.log(`\n${RUNS} runs of ${STEPS} steps, seed ${SEED}: ${steps}`);
  console.log(
    `${tally.texts} texts: ${tally.once} stored exactly once, ${tally.lost.length} lost, ${tally.doubled.length} doubled; ${tally.crowded.length} times two tabs sent at once`,
  );
  expect(tally.texts, "texts of all runs").toBeGreaterThan(RUNS / 2);
  const { lost, doubled, crowded } = tally;
  expect({ lost, doubled, crowded }).toEqual({ lost: [], doubled: [], crowded: [] });
});

/** A phone to which everything happens that happens to phones. */
class Phone {
  readonly #context: BrowserContext;
  readonly #link: string;
  readonly #chance: Chance;
  readonly #tally: Tally;
  readonly #name: string;
  readonly #texts: Text[] = [];
  /** What each tab is sending. */
  readonly #sending = new Map<Page, Set<Request>>();
  /** What happened, for who must find out why. */
  readonly #history: string[] = [];
  #page: Page | null = null;
  #isOnline = true;
  #hasLocks = true;

  constructor(context: BrowserContext, server: Server, chance: Chance, run: number, tally: Tally) {
    this.#context = context;
    this.#link = entryLink(server, "linde");
    this.#chance = chance;
    this.#tally = tally;
    this.#name = `r${run}`;
    context.on("page", (page) => this.#watch(page));
  }

  async live(): Promise<void> {
    await plant(this.#context);
    // One browser in four is of before 2022.
    if (this.#chance.below(4) === 0 && PLANTED === "") {
      this.#count("without Web Locks");
      this.#hasLocks = false;
      await this.#context.addInitScript(() => Object.defineProperty(navigator, "locks", { value: undefined }));
    }
    await this.#open();
    for (let step = 0; step < STEPS; step += 1) {
      const [name, act] = this.#chance.of(this.#acts());
      this.#count(name);
      await act();
    }
  }

  /** Everything works again: what waits goes out. Answers what the phone was asked to keep or to send. */
  async rest(): Promise<{ texts: Text[]; draft: string }> {
    await this.#context.unrouteAll({ behavior: "ignoreErrors" });
    await plant(this.#context);
    await this.#turn(true);
    await this.#kill();
    const page = await this.#open();
    await this.#empty(page);
    await this.#atForm();
    const draft = await area(page).inputValue();
    await expect.poll(() => draftsKept(page)).toBe(draft ? 1 : 0);
    return { texts: this.#texts, draft };
  }

  /** Waits until everything is sent. What an old tab heard last, such as 401, can need a tap. */
  async #empty(page: Page): Promise<void> {
    const isEmpty = async (timeout: number) =>
      expect
        .poll(() => itemsKept(page), { timeout, message: `${this.#name} after ${this.#history.join(", ")}` })
        .toBe(0);
    try {
      // The lease of a tab that was killed runs for thirty seconds.
      await isEmpty(this.#hasLocks ? 10_000 : 35_000);
    } catch {
      await goTo(page, "Mijn signalen");
      await page.getByRole("button", { name: "Probeer nu opnieuw" }).click();
      this.#count("tap to try again");
      await isEmpty(20_000);
    }
  }

  #watch(page: Page): void {
    const sending = new Set<Request>();
    this.#sending.set(page, sending);
    page.on("close", () => this.#sending.delete(page));
    page.on("request", (request) => {
      if (request.method() !== "POST" || !request.url().endsWith("/api/v1/signals")) {
        return;
      }
      sending.add(request);
      const tabs = [...this.#sending.values()].filter((requests) => requests.size > 0);
      if (tabs.length > 1) {
        this.#tally.crowded.push(this.#name);
      }
    });
    for (const end of ["requestfinished", "requestfailed"] as const) {
      page.on(end, (request) => sending.delete(request));
    }
  }

  #count(name: string): void {
    this.#history.push(name);
    const { steps } = this.#tally;
    steps.set(name, (steps.get(name) ?? 0) + 1);
  }

  #acts(): [string, () => Promise<void>][] {
    return [
      ["send", () => this.#send()],
      ["send", () => this.#send()],
      ["type only", () => this.#typeOnly()],
      ["offline", () => this.#turn(false)],
      ["online", () => this.#turn(true)],
      ["answers lost", () => this.#answer(answerLost)],
      ["503", () => this.#answer(refusal(503, "belgif:serviceUnavailable"))],
      ["link dead", () => this.#answer(refusal(401, "lokaalsignaal:entryLinkInvalid"))],
      ["turned away", () => this.#answer(refusal(401, "belgif:noAccessToken"))],
      ["server older than the phone", () => this.#answer(refusal(400, "belgif:input-validation:unknownInput"))],
      ["all well", () => this.#context.unrouteAll({ behavior: "ignoreErrors" }).then(() => plant(this.#context))],
      ["reload", () => this.#reload()],
      ["killed", () => this.#kill()],
      ["second tab", () => this.#secondTab()],
    ];
  }

  async #send(): Promise<void> {
    const text = await this.#type();
    const page = await this.#shown();
    // Now and then the phone dies at once; else its owner reads what became of it before going on.
    const dies = this.#chance.below(4) === 0;
    if (dies) {
      // Nobody types a text and presses Send within the moment that it takes to keep it.
      await page.waitForTimeout(KEPT_MS);
    }
    text.isSent = true;
    await page.getByRole("button", { name: SUBMIT_NAME }).click();
    await page.waitForTimeout(this.#chance.below(400));
    if (dies) {
      this.#count("killed while sending");
      await this.#kill();
    } else {
      await expect(page).toHaveURL(/#sent\//);
    }
  }

  /** Types a text of its own, over what was only typed before. */
  async #type(): Promise<Text> {
    const page = await this.#atForm();
    const word = `${this.#name}${this.#chance.word()}`;
    const text = { word, typed: `Bij de ${word} wachten gezinnen elke week te lang.`, isSent: false };
    this.#texts.push(text);
    await area(page).fill(text.typed);
    return text;
  }

  /** The page says that it kept a text; from then on it is kept. */
  async #typeOnly(): Promise<void> {
    await this.#type();
    const page = await this.#shown();
    await page.waitForTimeout(KEPT_MS);
  }

  async #answer(how: (route: Route) => Promise<void>): Promise<void> {
    await this.#context.unrouteAll({ behavior: "ignoreErrors" });
    // A page that is killed meanwhile takes its request along.
    await this.#context.route(SUBMIT, (route) => how(route).catch(() => {}));
  }

  async #reload(): Promise<void> {
    const page = await this.#shown();
    if (this.#isOnline) {
      await page.reload();
      await appIsThere(page);
    }
  }

  async #kill(): Promise<void> {
    await this.#page?.close();
    this.#page = null;
  }

  async #secondTab(): Promise<void> {
    if (this.#isOnline) {
      await this.#open();
    }
  }

  async #turn(isOnline: boolean): Promise<void> {
    this.#isOnline = isOnline;
    await this.#context.setOffline(!isOnline);
  }

  /** The tab in front; without one, a new one, which needs the network once (there is no worker here). */
  async #shown(): Promise<Page> {
    if (!this.#page) {
      await this.#turn(true);
      return this.#open();
    }
    return this.#page;
  }

  async #atForm(): Promise<Page> {
    const page = await this.#shown();
    await page.evaluate(() => {
      location.hash = "#";
    });
    await expect(area(page)).toBeVisible();
    return page;
  }

  async #open(): Promise<Page> {
    const page = await this.#context.newPage();
    await page.goto(this.#link);
    await appIsThere(page);
    this.#page = page;
    return page;
  }
}

/** Counts each text that was sent; one that was only typed last must still stand in the form. */
async function judge({ texts, draft }: { texts: Text[]; draft: string }, office: Office, tally: Tally): Promise<void> {
  for (const { word, typed, isSent } of texts) {
    const stored = await office.stored(word);
    if (isSent) {
      tally.texts += 1;
      const isWhole = stored.every((signal) => signal.text === typed);
      tally.once += stored.length === 1 && isWhole ? 1 : 0;
      if (stored.length > 1) tally.doubled.push(word);
      if (stored.length === 0 || !isWhole) tally.lost.push(word);
    } else if (stored.length > 0) {
      tally.doubled.push(`${word}, which nobody sent`);
    }
  }
  const last = texts.at(-1);
  if (last && !last.isSent && draft !== last.typed) {
    tally.lost.push(`${last.word}, which was only typed`);
  }
}

async function plant(context: BrowserContext): Promise<void> {
  if (PLANTED === "key") {
    // Each try comes with a key of its own: as if the phone forgot under which it had asked.
    await context.route(SUBMIT, (route) => {
      const headers = { ...route.request().headers(), "idempotency-key": crypto.randomUUID() };
      return route.fallback({ headers });
    });
  }
  if (PLANTED === "lease") {
    // Every tab has the lease, whoever else has it.
    await context.addInitScript(() => {
      const { get } = IDBObjectStore.prototype;
      Object.defineProperty(navigator, "locks", { value: undefined });
      IDBObjectStore.prototype.get = function (key) {
        return get.call(this, key === "sender" ? "nobody" : key);
      };
    });
  }
  if (PLANTED === "lock") {
    await context.addInitScript(() => {
      Object.defineProperty(navigator, "locks", {
        value: { request: (_name: string, work: () => unknown) => work() },
      });
    });
  }
}
