import type { CDPSession, Page } from "@playwright/test";
import { opened } from "../support/device.ts";
import { cutOff } from "../support/fit.ts";
import { entryLink } from "../support/people.ts";
import { eachPhoneScreen } from "../support/phone_screens.ts";
import { expect, test } from "../support/server.ts";
import { LAPTOP, PHONE } from "../support/visit.ts";

const NARROW = { ...PHONE, viewport: { width: 320, height: 640 } };

test("a screen reader finds one main part, one first heading, and a name on everything one can use", async ({ server, visit }) => {
  test.setTimeout(120_000);
  const phone = await visit(PHONE);
  const devtools = await phone.context().newCDPSession(phone);
  await eachPhoneScreen(phone, server, async (where) => {
    expect.soft(complaintsOf(await treeOf(devtools)), where).toEqual([]);
  });
});

test("a screen reader hears the form: its label, its hint, and what to do in need", async ({ server, visit }) => {
  const phone = await opened(await visit(PHONE), entryLink(server, "linde"));
  await expect(phone.getByRole("main")).toMatchAriaSnapshot(`
    - main:
      - paragraph:
        - strong: Is iemand in gevaar? Bel 112.
        - link "Bekijk wie helpt"
      - heading "Wat merkt u op?" [level=1]
      - paragraph: /Schrijf geen namen/
      - textbox "Wat merkt u op?"
      - paragraph:
        - text: /Uw naam staat niet bij uw tekst/
        - link "Zo beschermen we uw gegevens"
      - button "Verstuur signaal"
  `);
  await expect(phone.getByRole("textbox", { name: "Wat merkt u op?" })).toHaveAccessibleDescription(/Schrijf geen namen/);
});

test("what changes by itself is said: kept, warned, counted, sent, undone", async ({ server, visit }) => {
  const phone = await opened(await visit(PHONE), entryLink(server, "linde"));
  const said = await listening(phone);
  await phone.locator("#field-text").fill("Fatima belde, en vond nergens een loket dat open is.");
  await expect.poll(() => said()).toContain("persoonsgegeven");
  await phone.locator("#field-text").fill(`Ouderen vinden geen loket meer open. ${"Elke week opnieuw. ".repeat(105)}`);
  await expect.poll(() => said()).toMatch(/te veel/);
  await phone.locator("#field-text").fill("Ouderen vinden geen loket meer open, elke week opnieuw.");
  await phone.locator("#send").click();
  await expect(phone.getByRole("heading", { level: 1, name: "Bedankt. Uw signaal is verstuurd." })).toBeFocused();
  await phone.getByRole("button", { name: "Maak ongedaan" }).click();
  await expect.poll(() => said()).toContain("Uw signaal is ingetrokken");
});

for (const [device, name] of [
  [PHONE, "phone"],
  [LAPTOP, "laptop"],
] as const) {
  test(`Tab reaches everything on every screen, and one sees where one is (${name})`, async ({ server, visit }) => {
    test.setTimeout(240_000);
    const phone = await visit(device);
    await eachPhoneScreen(phone, server, async (where) => {
      expect.soft(await walkWithTab(phone), where).toEqual([]);
    });
  });
}

test("letters, words and lines further apart still fit at 320 px (WCAG 1.4.12)", async ({ server, visit }) => {
  test.setTimeout(120_000);
  const phone = await visit({ ...NARROW, bypassCSP: true });
  await phone.addInitScript(() => {
    addEventListener("DOMContentLoaded", () => {
      const style = document.createElement("style");
      style.textContent =
        "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-bottom: 2em !important }";
      document.head.append(style);
    });
  });
  await eachPhoneScreen(phone, server, async (where) => {
    expect.soft(await cutOff(phone, { down: true }), where).toEqual([]);
  });
});

test("in colours that the device forces, every field, button and choice keeps an edge", async ({ server, visit }) => {
  test.setTimeout(120_000);
  const phone = await visit({ ...PHONE, forcedColors: "active" });
  await eachPhoneScreen(phone, server, async (where) => {
    const bare = await phone.locator("button, input:not(.chip__input), select, textarea, .chip__face").evaluateAll((all) =>
      all
        .filter((element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true }))
        .filter((element) => {
          const style = getComputedStyle(element);
          const hasEdge = style.borderTopStyle !== "none" && Number.parseFloat(style.borderTopWidth) > 0;
          return !hasEdge && !style.textDecorationLine.includes("underline") && style.outlineStyle === "none";
        })
        .map((element) => element.outerHTML.slice(0, 120)),
    );
    expect.soft(bare, where).toEqual([]);
  });
});

test("nothing moves for whoever asks for that", async ({ server, visit }) => {
  test.setTimeout(120_000);
  const phone = await visit({ ...PHONE, reducedMotion: "reduce" });
  await eachPhoneScreen(phone, server, async (where) => {
    const moving = await phone.locator("body *").evaluateAll((all) =>
      all
        .filter((element) => {
          const { animationName, animationDuration, transitionDuration } = getComputedStyle(element);
          const longest = (times: string) => Math.max(...times.split(",").map(Number.parseFloat));
          return (animationName !== "none" && longest(animationDuration) > 0.01) || longest(transitionDuration) > 0.01;
        })
        .map((element) => element.outerHTML.slice(0, 120)),
    );
    expect.soft(moving, where).toEqual([]);
  });
});

type Node = {
  ignored: boolean;
  role?: { value: string };
  name?: { value: string };
  properties?: { name: string; value: { value: unknown } }[];
};

/** What the browser tells a screen reader. */
async function treeOf(devtools: CDPSession): Promise<Node[]> {
  const { nodes } = (await devtools.send("Accessibility.getFullAXTree")) as unknown as { nodes: Node[] };
  return nodes.filter((node) => !node.ignored);
}

const USED = ["button", "link", "textbox", "checkbox", "radio", "combobox", "switch", "dialog", "img", "region", "group"];

function complaintsOf(nodes: Node[]): string[] {
  const roleOf = (node: Node) => node.role?.value ?? "";
  const count = (role: string) => nodes.filter((node) => roleOf(node) === role).length;
  const levels = nodes
    .filter((node) => roleOf(node) === "heading")
    .map((node) => Number(node.properties?.find(({ name }) => name === "level")?.value.value));
  const nameless = nodes.filter((node) => USED.includes(roleOf(node)) && !node.name?.value?.trim() && roleOf(node) !== "group");
  const skipped = levels.filter((level, position) => level > (levels[position - 1] ?? 1) + 1);
  return [
    ...(count("main") === 1 ? [] : [`${count("main")} main parts`]),
    ...(count("banner") === 1 ? [] : [`${count("banner")} banners`]),
    ...(count("contentinfo") === 1 ? [] : [`${count("contentinfo")} footers`]),
    ...(levels.filter((level) => level === 1).length === 1 ? [] : [`first headings: ${levels}`]),
    ...skipped.map((level) => `a heading of level ${level} after ${levels}`),
    ...nameless.map((node) => `a ${roleOf(node)} without a name`),
  ];
}

/** Collects what live regions say from now on. */
async function listening(phone: Page): Promise<() => Promise<string>> {
  await phone.evaluate(() => {
    const said: string[] = [];
    Object.assign(window, { said });
    const isLive = (node: Node | null): boolean =>
      node instanceof Element ? node.closest("[role=status],[role=alert],[aria-live]:not([aria-live=off])") !== null : isLive(node?.parentElement ?? null);
    new MutationObserver((changes) => {
      for (const { target } of changes) {
        if (isLive(target)) {
          said.push((target instanceof Element ? target : target.parentElement)?.textContent ?? "");
        }
      }
    }).observe(document.body, { childList: true, subtree: true, characterData: true });
  });
  return () => phone.evaluate(() => (window as unknown as { said: string[] }).said.join("\n"));
}

/** Presses Tab from the top to the end; tells what was not reached, or not seen when it was. */
async function walkWithTab(phone: Page): Promise<string[]> {
  const total = await phone.evaluate(() => {
    const isUsable = (element: Element) =>
      element.checkVisibility({ visibilityProperty: true }) && !(element as HTMLButtonElement).disabled && (element as HTMLElement).tabIndex >= 0;
    for (const element of document.querySelectorAll<HTMLElement>("[data-tab]")) delete element.dataset.tab;
    const all = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")].filter(isUsable);
    // Of choices of which one counts, Tab reaches one; arrows reach the others.
    const seen = new Set<string>();
    const reached = all.filter((element) => {
      const { type, name } = element as HTMLInputElement;
      const isKnown = type === "radio" && seen.has(name);
      if (type === "radio") seen.add(name);
      return !isKnown;
    });
    reached.forEach((element, position) => {
      (element as HTMLElement).dataset.tab = String(position);
    });
    (document.activeElement as HTMLElement | null)?.blur();
    scrollTo(0, 0);
    // The next Tab starts at the top.
    document.body.tabIndex = -1;
    document.body.focus();
    document.body.removeAttribute("tabindex");
    return reached.length;
  });
  const complaints: string[] = [];
  const found = new Set<string>();
  for (let pressed = 0; pressed < total + 5 && found.size < total; pressed += 1) {
    await phone.keyboard.press("Tab");
    const at = await phone.evaluate(() => {
      const element = document.activeElement as HTMLElement | null;
      if (!element || element === document.body) {
        return null;
      }
      const named = element as HTMLInputElement;
      const shown = named.type === "checkbox" || named.type === "radio" ? (element.closest("label") ?? element) : element;
      const box = shown.getBoundingClientRect();
      const [x, y] = [box.left + Math.min(box.width, innerWidth) / 2, box.top + box.height / 2];
      const top = document.elementFromPoint(x, y);
      const isSeen = box.width > 0 && top !== null && (shown.contains(top) || top.contains(shown));
      // A ring may be that of the whole card, or of the face of a choice.
      const styles = [shown, shown.querySelector("*")].flatMap((part) =>
        part ? [getComputedStyle(part), getComputedStyle(part, "::after")] : [],
      );
      const hasRing = styles.some(
        ({ outlineStyle, outlineWidth }) => outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 2,
      );
      return { tab: element.dataset.tab, isSeen, hasRing, html: element.outerHTML.slice(0, 100), name: named.type === "radio" ? named.name : "" };
    });
    if (!at) {
      continue;
    }
    // The chosen one of several may be another than the first.
    const id = at.tab ?? (at.name ? await phone.evaluate((name) => document.querySelector<HTMLElement>(`input[name="${name}"][data-tab]`)?.dataset.tab, at.name) : undefined);
    if (id !== undefined) found.add(id);
    if (!at.isSeen) complaints.push(`covered or outside: ${at.html}`);
    if (!at.hasRing) complaints.push(`no ring: ${at.html}`);
  }
  if (found.size < total) {
    // A message that went away meanwhile needs no key.
    const missed = await phone.evaluate(
      (found) =>
        [...document.querySelectorAll<HTMLElement>("[data-tab]")]
          .filter((element) => !found.includes(element.dataset.tab ?? "") && element.checkVisibility({ visibilityProperty: true }))
          .map(({ outerHTML }) => outerHTML.slice(0, 100)),
      [...found],
    );
    complaints.push(...missed.map((html) => `not reached: ${html}`));
  }
  return complaints;
}
