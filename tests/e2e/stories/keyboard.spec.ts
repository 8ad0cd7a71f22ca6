import type { Page } from "@playwright/test";
import { ELIF, entryLink, signIn } from "../support/people.ts";
import { expect, test } from "../support/server.ts";
import { LAPTOP, PHONE } from "../support/visit.ts";

const TEXT = "Oudere klanten vinden geen loket meer open. Ik hoor dit elke week.";

test("a signal is sent with the keyboard alone", async ({ server, visit }) => {
  const page = await visit(LAPTOP);
  await page.goto(entryLink(server, "heidebeek"));
  await ready(page);
  const field = page.getByRole("textbox", { name: "Wat merkt u op?" });

  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Ga naar de inhoud" })).toBeFocused();
  await reach(page, () => field.evaluate((area) => area === document.activeElement));
  await page.keyboard.type(TEXT);
  await page.keyboard.press("Control+Enter");

  await expect(page.getByRole("heading", { name: "Bedankt. Uw signaal is verstuurd." })).toBeFocused();
});

test("Send is reached with Tab and pressed with Enter, and chips with Space", async ({ server, visit }) => {
  const page = await visit(LAPTOP);
  await page.goto(entryLink(server, "heidebeek"));
  await ready(page);
  await page.getByRole("textbox", { name: "Wat merkt u op?" }).focus();
  await page.keyboard.type(TEXT);
  const send = page.getByRole("button", { name: "Verstuur signaal" });
  await reach(page, () => send.evaluate((button) => button === document.activeElement));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Bedankt. Uw signaal is verstuurd." })).toBeFocused();

  const chip = page.getByRole("checkbox", { name: "Elke week" });
  await reach(page, () => chip.evaluate((box) => box === document.activeElement));
  await page.keyboard.press("Space");
  await expect(chip).toBeChecked();
  await expect(page.getByText("Uw keuze is bewaard", { exact: true })).toBeVisible();
});

test("an empty form says what is missing, and its summary takes the focus", async ({ server, visit }) => {
  const page = await visit(PHONE);
  await page.goto(entryLink(server, "heidebeek"));
  await ready(page);
  await page.getByRole("button", { name: "Verstuur signaal" }).click();

  const summary = page.getByRole("alert");
  await expect(summary).toBeFocused();
  await expect(summary.getByRole("heading", { name: "Er is een probleem" })).toBeVisible();
  await expect(page).toHaveTitle(/^Fout: /);
  await summary.getByRole("link", { name: "Schrijf wat u opmerkt" }).click();
  const field = page.getByRole("textbox", { name: "Wat merkt u op?" });
  await expect(field).toBeFocused();
  await expect(field).toHaveAttribute("aria-invalid", "true");
  await expect(field).toHaveAccessibleDescription(/Schrijf wat u opmerkt/);
});

test("what is typed before the app is there stays, with the caret where it was", async ({ server, visit }) => {
  const page = await visit(PHONE);
  const app = heldBack(page);
  await page.goto(entryLink(server, "heidebeek"), { waitUntil: "commit" });
  const field = page.getByRole("textbox", { name: "Wat merkt u op?" });
  await field.click();
  await page.keyboard.type("Oudere vinden geen loket.");
  for (const _ of "vinden geen loket.") {
    await page.keyboard.press("ArrowLeft");
  }
  await app.release();
  await ready(page);
  await page.keyboard.type("klanten ");

  await expect(field).toHaveValue("Oudere klanten vinden geen loket.");
  await expect(field).toBeFocused();
  const caret = await field.evaluate((area: HTMLTextAreaElement) => [area.selectionStart, area.selectionEnd]);
  expect(caret).toEqual(["Oudere klanten ".length, "Oudere klanten ".length]);
});

test("Send that was pressed before the app is there is not lost, and sends once", async ({ server, visit }) => {
  const page = await visit(PHONE);
  const app = heldBack(page);
  const sent: string[] = [];
  page.on("request", (request) => {
    if (request.method() === "POST" && request.url().endsWith("/api/v1/signals")) {
      sent.push(request.url());
    }
  });
  await page.goto(entryLink(server, "heidebeek"), { waitUntil: "commit" });
  await page.getByRole("textbox", { name: "Wat merkt u op?" }).fill(TEXT);
  await page.getByRole("button", { name: "Verstuur signaal" }).click();
  await expect(page.getByRole("status").filter({ hasText: "Uw signaal is bewaard" })).toBeVisible();
  expect(sent).toEqual([]);
  await app.release();

  await expect(page.getByRole("heading", { name: "Bedankt. Uw signaal is verstuurd." })).toBeVisible();
  expect(sent).toHaveLength(1);
});

test("a processor works through the inbox without a mouse", async ({ server, visit }) => {
  const page = await visit(LAPTOP);
  await signIn(page, server, ELIF);
  await page.keyboard.press("g");
  await page.keyboard.press("i");
  await expect(page.getByRole("heading", { level: 1, name: "Nieuwe signalen" })).toBeFocused();
  const current = page.locator(".signal-row__link[aria-current=true]");
  await expect(page.locator(".signal-row__link").first()).toBeVisible();

  await page.keyboard.press("j");
  await expect(current).toHaveCount(1);
  await expect(current).toBeFocused();
  const first = await current.getAttribute("id");
  await page.keyboard.press("j");
  await expect(current).not.toHaveAttribute("id", first ?? "");
  await page.keyboard.press("k");
  await expect(current).toHaveAttribute("id", first ?? "");

  const preview = page.getByRole("region", { name: "Signaal", exact: true });
  await expect(preview.getByRole("button", { name: "Geef trefwoord" })).toBeVisible();
  await page.keyboard.press("t");
  const tag = page.getByRole("combobox", { name: "Zoek een trefwoord" });
  await expect(tag).toBeFocused();
  await page.keyboard.type("wonen");
  await page.keyboard.press("Enter");
  await expect(preview.getByRole("button", { name: "Wonen, verwijder" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(tag).toHaveCount(0);
});

/** The app has taken over the page. */
async function ready(page: Page): Promise<void> {
  await expect(page.locator("#app[data-shown]")).toBeAttached();
}

/** Keeps the WebAssembly of the app back until it is released. */
function heldBack(page: Page): { release: () => Promise<void> } {
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  const held = page.route("**/*.wasm", async (route) => {
    await released;
    await route.continue();
  });
  return {
    release: async () => {
      await held;
      release();
    },
  };
}

/** Presses Tab until it is there; a page that needs more than thirty has lost its way. */
async function reach(page: Page, isThere: () => Promise<boolean>): Promise<void> {
  for (let pressed = 0; pressed < 30; pressed += 1) {
    if (await isThere()) {
      return;
    }
    await page.keyboard.press("Tab");
  }
  expect(await isThere(), "reached with Tab").toBe(true);
}
