import type { Page } from "@playwright/test";
import { entryLink, signalLink } from "../support/people.ts";
import { expect, test } from "../support/server.ts";
import { PHONE } from "../support/visit.ts";

const TEXT = "Oudere klanten vinden geen loket meer open. Ik hoor dit elke week.";

test("sending is undone with one tap, and the text is back in the form", async ({ server, visit }) => {
  const phone = await visit(PHONE);
  await send(phone, entryLink(server, "linde"));
  await phone.getByRole("button", { name: "Maak ongedaan" }).tap();

  await expect(phone.getByText("Uw signaal is ingetrokken. Uw tekst staat er nog.")).toBeVisible();
  await expect(phone.getByRole("textbox", { name: "Wat merkt u op?" })).toHaveValue(TEXT);
  await go(phone, "#mine");
  await expect(phone.getByText("U hebt nog geen signaal verstuurd")).toBeVisible();
});

test("a signal is withdrawn later, and its text is gone", async ({ server, visit }) => {
  const phone = await visit(PHONE);
  await send(phone, entryLink(server, "linde"));
  await go(phone, "#mine");
  await phone.getByRole("article").getByRole("link").tap();
  await expect(phone.getByRole("blockquote")).toHaveText(TEXT);
  await phone.getByRole("button", { name: "Trek dit signaal in" }).tap();
  const dialog = phone.getByRole("dialog", { name: "Wilt u dit signaal intrekken?" });
  await dialog.getByRole("button", { name: "Annuleer" }).tap();
  await expect(dialog).toBeHidden();
  await phone.getByRole("button", { name: "Trek dit signaal in" }).tap();
  await dialog.getByRole("button", { name: "Trek dit signaal in" }).tap();

  await expect(phone.getByText("U trok dit signaal in.")).toBeVisible();
  await expect(phone.getByRole("blockquote")).toHaveCount(0);
  await expect(phone.getByRole("button", { name: "Trek dit signaal in" })).toHaveCount(0);
});

test("a question is answered without a name", async ({ server, visit }) => {
  const answer = "Sinds de zomer, vooral op maandag.";
  const phone = await visit(PHONE);
  await phone.goto(signalLink(server, "linde", "a question waits"));
  const question = phone.getByRole("article").filter({ hasText: "We hebben een vraag over uw signaal" });
  await question.getByRole("button", { name: "Verstuur antwoord" }).tap();
  await expect(question.getByRole("alert")).toBeFocused();
  await question.getByRole("textbox", { name: "Uw antwoord" }).fill(answer);
  await question.getByRole("button", { name: "Verstuur antwoord" }).tap();

  await expect(phone.getByText("Uw antwoord is verstuurd. Bedankt.")).toBeVisible();
  await expect(phone.getByRole("article").filter({ hasText: answer })).toBeVisible();
  await expect(phone.getByRole("textbox", { name: "Uw antwoord" })).toHaveCount(0);
});

test("an answer is rated, and nobody is asked twice", async ({ server, visit }) => {
  const phone = await visit(PHONE);
  const link = signalLink(server, "linde", "something is done");
  await phone.goto(link);
  const unrated = phone.getByRole("article").filter({ hasText: "Helpt dit antwoord u?" });
  await expect(unrated.first()).toBeVisible();
  const before = await unrated.count();
  await unrated.first().getByRole("button", { name: "Nee" }).tap();
  await expect(phone.getByText("Bedankt. We leren hiervan.")).toBeVisible();

  const other = await visit(PHONE);
  await other.goto(link);
  await expect(other.getByRole("blockquote")).toBeVisible();
  await expect(unrated).toHaveCount(before - 1);
  await expect(other.getByText("Helpt dit antwoord u?")).toHaveCount(before - 1);
});

test("the code of a signal leaves the address and the history", async ({ server, visit }) => {
  const phone = await visit(PHONE);
  const link = signalLink(server, "linde", "something is done");
  const code = link.split("#r=")[1] ?? "";
  await phone.goto(link);
  await expect(phone.getByRole("blockquote")).toBeVisible();
  expect(phone.url()).not.toContain(code);

  await go(phone, "#follow");
  await phone.getByRole("textbox", { name: "Uw volgcode" }).fill(code.toLowerCase());
  await phone.getByRole("button", { name: "Toon mijn signaal" }).tap();
  await expect(phone.getByRole("blockquote")).toBeVisible();
  expect(phone.url()).not.toContain(code);
  await phone.goBack();
  await expect(phone.getByRole("textbox", { name: "Uw volgcode" })).toBeVisible();
  expect(phone.url()).not.toContain(code);

  await phone.goForward();
  await phone.reload();
  await expect(phone.getByRole("textbox", { name: "Uw volgcode" })).toHaveValue("");
});

test("who goes back finds what she was reading", async ({ server, visit }) => {
  const phone = await visit(PHONE);
  await phone.goto(entryLink(server, "linde"));
  await expect(phone.locator("#app[data-shown]")).toBeAttached();
  await go(phone, "#privacy");
  await expect(phone.locator("[aria-busy=true]")).toHaveCount(0);
  await phone.evaluate(() => window.scrollTo(0, 400));
  await expect.poll(() => scrolled(phone)).toBe(400);
  await phone.getByRole("link", { name: "Toegankelijkheid" }).evaluate((link: HTMLElement) => link.click());
  await expect(phone.getByRole("heading", { level: 1, name: "Toegankelijkheid" })).toBeFocused();
  await expect.poll(() => scrolled(phone)).toBe(0);

  await phone.goBack();
  await expect(phone.getByRole("heading", { level: 1 })).toBeFocused();
  await expect.poll(() => scrolled(phone)).toBe(400);
});

async function send(phone: Page, link: string): Promise<void> {
  await phone.goto(link);
  await phone.getByRole("textbox", { name: "Wat merkt u op?" }).fill(TEXT);
  await phone.getByRole("button", { name: "Verstuur signaal" }).tap();
  await expect(phone.getByRole("heading", { name: "Bedankt. Uw signaal is verstuurd." })).toBeFocused();
}

async function go(phone: Page, place: string): Promise<void> {
  await phone.evaluate((fragment) => {
    location.hash = fragment;
  }, place);
  await expect(phone.locator("#app h1")).toBeFocused();
}

function scrolled(phone: Page): Promise<number> {
  return phone.evaluate(() => Math.round(window.scrollY));
}
