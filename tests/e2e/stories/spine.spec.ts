import type { Locator, Page } from "@playwright/test";
import { BRAM, entryLink, NORA, signIn } from "../support/people.ts";
import { expect, test } from "../support/server.ts";
import { LAPTOP, PHONE } from "../support/visit.ts";

/** A word that stands in the four texts of this story and nowhere else in the demo. */
const WORD = "speelbosje";
const TEXT = `Gezinnen vinden op woensdag geen opvang meer sinds het ${WORD} dicht is. Ik hoor dit elke week.`;
const SECOND = `Ouders geven hun job op omdat het ${WORD} op woensdag dicht is.`;
const ISSUE = "Gezinnen vinden geen opvang op woensdag";
const MOTIVATION = "Wij openen de opvang op woensdag opnieuw, te beginnen in januari.";
const ANSWER = "De opvang is op woensdag weer open. Dank u dat u dit vertelde.";

const FILE = [
  "ID;Wat merkt u op?;In welke sector werkt u?;Hoe vaak ziet u dit?",
  `9001;Kinderen blijven op woensdag alleen thuis. Het ${WORD} is dicht.;Onderwijs;Elke week`,
  `9002;Een moeder verloor haar werk omdat het ${WORD} op woensdag niet open is.;Onderwijs;Enkele keren`,
  `9003;Grootouders vangen nu drie gezinnen op, want het ${WORD} ging dicht.;Thuisverpleging;Elke week`,
].join("\r\n");

test("a signal goes from a phone to a decision and back to its sender @both", async ({ server, visit }) => {
  test.setTimeout(120_000);

  const receipt = await test.step("a worker sends a signal in two taps and a text", async () => {
    const phone = await visit(PHONE);
    return sendSignal(phone, entryLink(server, "linde"));
  });
  await test.step("another worker wants a mail", async () => {
    const phone = await visit(PHONE);
    await sendSignalForMail(phone, entryLink(server, "linde"), "worker@thuiszorg.example");
  });

  const processor = await visit(LAPTOP);
  await signIn(processor, server, NORA);
  await test.step("a processor imports three answers of a form", () => importAnswers(processor));
  await test.step("she accepts what the worker proposed", () => acceptProposal(processor));
  const address = await test.step("she makes an issue of the signals and describes it", async () => {
    await makeIssue(processor);
    return describeIssue(processor);
  });

  const lead = await visit(LAPTOP);
  const authorised = bearerOf(lead);
  await signIn(lead, server, BRAM);
  await lead.goto(address);
  await test.step("the lead validates it with two organisations", () => validate(lead));
  await test.step("he weighs it and decides to act", () => decide(lead));
  await test.step("he assigns owner and action, and the work starts and ends", () => work(lead));
  await test.step("it cannot close while a sender waits", async () => {
    await expect(step(lead, "Sluit knelpunt af")).toHaveCount(0);
    await expect(lead.getByRole("link", { name: /Geef nog 5 signaalgevers antwoord/ })).toBeVisible();
    const refused = await close(lead, address, await authorised());
    expect(refused.status()).toBe(409);
    expect((await refused.json()).type).toContain("guardNotMet");
  });
  await test.step("everybody gets an answer", () => answerEverybody(lead));
  await test.step("the anonymous worker reads it with the receipt", async () => {
    await readWithReceipt(await visit(PHONE), receipt);
  });
  await test.step("the other worker got a mail without a word of the signal", async () => {
    await expect.poll(() => mailsTo(server.mails(), "worker@thuiszorg.example").length).toBeGreaterThan(0);
    for (const mail of mailsTo(server.mails(), "worker@thuiszorg.example")) {
      expect(mail.text).not.toContain(WORD);
      expect(mail.text).toContain(`${server.url}/linde/m/`);
    }
  });
  await test.step("only now it closes", async () => {
    await lead.goto(address);
    await step(lead, "Sluit knelpunt af").click();
    await expect(lead.getByText("Het knelpunt is afgesloten. Iedereen heeft antwoord.")).toBeVisible();
    await expect(lead.getByText("Afgesloten", { exact: true }).first()).toBeVisible();
  });
});

async function openForm(phone: Page, link: string, text: string): Promise<void> {
  await phone.goto(link);
  await expect(phone).toHaveURL(/\/linde\/m\/$/);
  const field = phone.getByRole("textbox", { name: "Wat merkt u op?" });
  await field.tap();
  await phone.keyboard.type(text);
  await phone.getByRole("button", { name: "Verstuur signaal" }).tap();
  await expect(phone.getByRole("heading", { name: "Bedankt. Uw signaal is verstuurd." })).toBeFocused();
  await expect(phone.getByText(/U krijgt antwoord voor\s\d{1,2}\s\p{L}+\s\d{4}/u)).toBeVisible();
}

/** Answers the receipt. */
async function sendSignal(phone: Page, link: string): Promise<string> {
  await openForm(phone, link, TEXT);
  const themes = phone.getByRole("group", { name: "Waarover gaat het?" });
  await themes.getByRole("checkbox", { name: "Wonen" }).check();
  await expect(phone.getByText("Uw keuze is bewaard", { exact: true })).toBeVisible();
  return phone.getByText(/^[0-9A-Z]{4}(-[0-9A-Z]{4}){3}$/).innerText();
}

async function sendSignalForMail(phone: Page, link: string, email: string): Promise<void> {
  await openForm(phone, link, SECOND);
  await phone.getByRole("radio", { name: "Via e-mail" }).check();
  await phone.getByRole("textbox", { name: "Uw e-mailadres" }).fill(email);
  await phone.getByRole("button", { name: "Bewaar mijn keuze" }).tap();
  await expect(phone.getByText("Uw keuze is bewaard op dit toestel")).toBeVisible();
}

async function importAnswers(desk: Page): Promise<void> {
  await desk.getByText("Meer", { exact: true }).click();
  await desk.getByRole("link", { name: "Importeer" }).click();
  const file = { name: "antwoorden.csv", mimeType: "text/csv", buffer: Buffer.from(`\ufeff${FILE}`) };
  await desk.getByLabel("Kies bestand").setInputFiles(file);
  await desk.getByRole("button", { name: "Importeer 3 signalen" }).click();
  await expect(desk.getByText("3 nieuw, 0 stonden er al, 0 met fouten")).toBeVisible();
  await desk.getByRole("link", { name: "Toon de nieuwe signalen" }).click();
}

async function find(desk: Page): Promise<void> {
  const search = desk.getByRole("searchbox", { name: "Zoek in signalen" });
  await search.fill(WORD);
  await search.press("Enter");
  await expect(desk.getByRole("checkbox", { name: /^Kies: / })).toHaveCount(5);
}

async function acceptProposal(desk: Page): Promise<void> {
  await find(desk);
  await desk.getByRole("link", { name: TEXT.slice(0, 40) }).click();
  await desk.getByRole("button", { name: "Aanvaard Wonen" }).click();
  await expect(desk.locator(".toast").filter({ hasText: "Wonen is aanvaard" })).toBeVisible();
  await expect(desk.getByRole("button", { name: "Wonen, verwijder" })).toBeVisible();
}

async function makeIssue(desk: Page): Promise<void> {
  await desk.getByRole("checkbox", { name: "Kies alle signalen" }).check();
  await desk.getByRole("button", { name: "Maak knelpunt" }).click();
  await desk.getByRole("textbox", { name: "Titel" }).fill(ISSUE);
  await desk.locator("form").getByRole("button", { name: "Maak knelpunt" }).click();
  await expect(desk.getByText(/^Gekoppeld aan K-\d+$/).first()).toBeVisible();
  await desk.getByRole("link", { name: "Knelpunten" }).click();
  await desk.getByRole("link", { name: ISSUE }).click();
  await expect(desk.getByRole("heading", { level: 1, name: ISSUE })).toBeFocused();
}

/** Answers the address of the issue. */
async function describeIssue(desk: Page): Promise<string> {
  await expect(desk.getByText("5 signalen", { exact: true }).first()).toBeVisible();
  await desk.getByRole("button", { name: "Vul titel, omschrijving, thema en bestuur in" }).click();
  const form = desk.locator("form", { has: desk.getByRole("button", { name: "Bewaar omschrijving" }) });
  const words = "Sinds het park op woensdag gesloten is, vinden gezinnen in de stad geen opvang.";
  await form.getByRole("textbox", { name: "Neutrale omschrijving" }).fill(words);
  await form.getByRole("checkbox", { name: "Gezin" }).first().check();
  await form.getByRole("combobox", { name: "Wie kan er iets aan doen?" }).selectOption({ index: 1 });
  await form.getByRole("button", { name: "Bewaar omschrijving" }).click();
  await step(desk, "Begin de analyse").click();
  await expect(desk.getByText("In analyse", { exact: true }).first()).toBeVisible();
  return desk.url();
}

async function validate(desk: Page): Promise<void> {
  await expect(step(desk, "Bevestig knelpunt")).toHaveCount(0);
  for (const criterion of ["duidelijk", "neutraal", "herkend", "gedeeld"]) {
    const box = desk.getByRole("checkbox", { name: criterion, exact: true });
    await expect(box).toBeEnabled();
    await box.check();
  }
  for (const organisation of ["Gezinszorg Groot-Linde", "Buurtwerk Vaartwijk"]) {
    await desk.getByRole("button", { name: "Voeg een organisatie toe" }).click();
    await desk.getByRole("combobox", { name: "Welke organisatie?" }).selectOption(organisation);
    await desk.getByRole("button", { name: "Leg herkenning vast" }).click();
    await expect(desk.getByRole("button", { name: `${organisation}, verwijder` })).toBeVisible();
  }
  await step(desk, "Bevestig knelpunt").click();
  await expect(desk.getByText("Erkend", { exact: true }).first()).toBeVisible();
}

async function decide(desk: Page): Promise<void> {
  await step(desk, "Bepaal de volgorde").click();
  for (const row of await desk.locator("form").getByRole("group").all()) {
    await row.getByRole("radio", { name: "4" }).check();
  }
  await desk.locator("form").getByRole("button", { name: "Bepaal de volgorde" }).click();
  await step(desk, "Beslis").click();
  await desk.getByRole("radio", { name: "We doen er iets aan" }).check();
  await desk.getByRole("textbox", { name: "Waarom beslist u dit?" }).fill(MOTIVATION);
  await desk.getByRole("button", { name: "Leg de beslissing vast" }).click();
  await expect(desk.locator(".toast").filter({ hasText: "De beslissing staat vast. Schrijf nu de terugkoppeling." })).toBeVisible();
  // Allowed in a small authority, and shown as such.
  await expect(desk.getByText("Dezelfde persoon maakte dit en keurde dit goed").first()).toBeVisible();
}

async function work(desk: Page): Promise<void> {
  await desk.getByRole("button", { name: "Duid een trekker aan" }).click();
  await desk.getByRole("combobox", { name: "Welke organisatie trekt dit?" }).selectOption("Stad Linde");
  await desk.locator("form").getByRole("button", { name: "Duid trekker aan" }).click();
  await expect(desk.getByText("Stad Linde is nu trekker")).toBeVisible();

  await desk.getByRole("button", { name: "Plan minstens één actie met trekker en einddatum" }).click();
  await desk.getByRole("textbox", { name: "Wat gaat er gebeuren?" }).fill("Open de opvang op woensdag");
  await desk.getByLabel("Klaar voor").fill(dayAhead(60));
  await desk.getByRole("button", { name: "Plan de actie" }).click();
  await expect(desk.getByRole("heading", { name: "Open de opvang op woensdag" })).toBeVisible();

  await step(desk, "Start de uitvoering").click();
  await expect(desk.getByText("In uitvoering", { exact: true }).first()).toBeVisible();
  await step(desk, "Rond het werk af").click();
  await desk.getByRole("radio", { name: "Opgelost", exact: true }).check();
  await desk.getByRole("textbox", { name: "Hoe weet u dat?" }).fill("Twaalf kinderen kwamen vorige woensdag.");
  await desk.locator("form").getByRole("button", { name: "Rond het werk af" }).click();
  await expect(desk.getByText("Afgewerkt", { exact: true }).first()).toBeVisible();
}

/** Sends whatever is owed about this issue; the last one in words of our own. */
async function answerEverybody(desk: Page): Promise<void> {
  await desk.getByRole("link", { name: /Geef nog 5 signaalgevers antwoord/ }).click();
  await expect(desk.getByRole("heading", { level: 1, name: "Terugkoppeling" })).toBeFocused();
  const queue = desk.getByRole("listitem").getByRole("link", { name: ISSUE });
  await expect(queue.first()).toBeVisible();
  for (let left = await queue.count(); left > 0; left = await queue.count()) {
    const row = queue.first();
    const closes = (await row.innerText()).includes("Afgesloten");
    await row.click();
    const text = desk.getByRole("textbox", { name: "Uw tekst" });
    await expect(text).not.toHaveValue("");
    if (closes) {
      await text.fill(ANSWER);
    }
    await desk.getByRole("button", { name: "Verstuur terugkoppeling" }).click();
    const dialog = desk.getByRole("dialog", { name: "Terugkoppeling versturen?" });
    await expect(dialog.getByText("Voor 5 signaalgevers")).toBeVisible();
    await dialog.getByRole("button", { name: "Verstuur terugkoppeling" }).click();
    await expect(queue).toHaveCount(left - 1);
  }
}

async function readWithReceipt(phone: Page, receipt: string): Promise<void> {
  await phone.goto("/linde/m/");
  await expect(phone.locator("#app[data-shown]")).toBeAttached();
  await phone.getByText("Menu", { exact: true }).tap();
  await phone.getByRole("link", { name: "Volg met een code" }).tap();
  await phone.getByRole("textbox", { name: "Uw volgcode" }).fill(receipt);
  await phone.getByRole("button", { name: "Toon mijn signaal" }).tap();
  const answer = phone.getByRole("article").filter({ hasText: ANSWER });
  await expect(answer).toBeVisible();
  await expect(phone.getByRole("article").filter({ hasText: MOTIVATION })).toBeVisible();
  await expect(phone.getByRole("blockquote").filter({ hasText: TEXT })).toBeVisible();
  await answer.getByRole("button", { name: "Ja" }).tap();
  await expect(phone.getByText("Bedankt. We leren hiervan.")).toBeVisible();
}

/** A button among the next steps of an issue. */
function step(desk: Page, name: string): Locator {
  return desk.locator(".next__list").getByRole("button", { name, exact: true });
}

/** The login of a page, as its own requests carry it. */
function bearerOf(page: Page): () => Promise<string> {
  const carried = page.waitForRequest((request) => "authorization" in request.headers());
  return async () => (await carried).headers().authorization ?? "";
}

/** Asks the server itself, as somebody would who does not care for buttons. */
async function close(desk: Page, address: string, authorization: string) {
  const id = new URL(address).pathname.split("/").at(-1);
  const issue = await desk.request.get(`/api/v1/issues/${id}`, { headers: { authorization } });
  return desk.request.post(`/api/v1/issues/${id}/close`, {
    data: {},
    headers: {
      authorization,
      "lokaalsignaal-authority": "linde",
      "idempotency-key": crypto.randomUUID(),
      "if-match": issue.headers().etag ?? "",
    },
  });
}

function mailsTo<M extends { to: string }>(mails: readonly M[], to: string): M[] {
  return mails.filter((mail) => mail.to === to);
}

function dayAhead(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
}
