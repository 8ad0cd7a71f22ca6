import type { Page } from "@playwright/test";
import { expectAccessible } from "../support/axe.ts";
import { appIsThere, everythingKept, goTo, heading, itemsKept, opened, refusal, SENT, write } from "../support/device.ts";
import type { Office } from "../support/office.ts";
import { entryLink } from "../support/people.ts";
import { expect, type Server, test } from "../support/server.ts";
import type { Visit } from "../support/visit.ts";
import { PHONE } from "../support/visit.ts";

const ALONE = { ...PHONE, serviceWorkers: "block" } as const;
const AGE = /^U ziet een oudere versie van \d\d:\d\d$/;

/** A phone that sent a signal with this word, of which its sender was asked something and heard something. */
async function followed(server: Server, visit: Visit, office: Office, word: string, refusals: readonly number[] = []): Promise<Page> {
  const phone = await opened(await visit(ALONE, refusals), entryLink(server, "linde"));
  await write(phone, `Bij de ${word} wachten gezinnen elke week te lang op een plaats.`);
  await expect(heading(phone, SENT)).toBeVisible();
  const [signal] = (await office.stored(word)) as { id: string }[];
  const issue = await office.opensIssue(`Wachten bij de ${word}`, [signal?.id ?? ""]);
  await office.answers(issue.id);
  await office.questions(signal?.id ?? "", "Sinds wanneer ziet u dit?");
  await goTo(phone, "Mijn signalen");
  await phone.getByRole("link", { name: new RegExp(word) }).click();
  await expect(phone.getByRole("textbox", { name: "Uw antwoord" })).toBeVisible();
  return phone;
}

test("own signals are read without network, sealed on the device and shown with their age", async ({ server, visit, office }) => {
  const word = "hazelaarkring";
  const phone = await followed(server, visit, office, word);
  expect(await everythingKept(phone)).not.toContain(word);
  await goTo(phone, "Mijn signalen");
  await phone.context().setOffline(true);
  await phone.getByRole("link", { name: new RegExp(word) }).click();
  await expect(phone.getByText(AGE)).toBeVisible();
  await expect(phone.getByRole("blockquote")).toContainText(word);
  await expect(phone.getByText("Sinds wanneer ziet u dit?")).toBeVisible();
  await expect(phone.getByText("Dank u. Wij hebben dit samen bekeken en beslist.")).toBeVisible();
  await expectAccessible(phone, "a signal without network");
  await goTo(phone, "Mijn signalen");
  await expect(phone.getByText(AGE)).toBeVisible();
  await expect(phone.getByRole("link", { name: new RegExp(word) })).toBeVisible();
  await phone.context().setOffline(false);
  await expect(phone.getByText(AGE)).toHaveCount(0);
});

test("an answer and a choice without network wait on the page of their signal, and go out", async ({ server, visit, office }) => {
  const phone = await followed(server, visit, office, "kardinaalsmuts");
  await phone.context().setOffline(true);
  await phone.getByRole("textbox", { name: "Uw antwoord" }).fill("Sinds de lente.");
  await phone.getByRole("button", { name: "Verstuur antwoord" }).click();
  await expect(phone.getByText("Uw antwoord wacht op internet.")).toBeVisible();
  await expect(phone.getByText("Sinds de lente.")).toBeVisible();
  await expect(phone.getByRole("textbox", { name: "Uw antwoord" })).toHaveCount(0);
  await phone.getByRole("button", { name: "Ja", exact: true }).click();
  await expect(phone.getByText("Uw keuze wacht op internet.")).toBeVisible();
  await expectAccessible(phone, "an answer that waits");
  expect(await everythingKept(phone)).not.toContain("Sinds de lente");
  await goTo(phone, "Mijn signalen");
  await expect(phone.getByText("2 keuzes of antwoorden wachten op internet", { exact: true })).toBeVisible();
  await phone.getByRole("link", { name: /kardinaalsmuts/ }).click();
  await expect(phone.getByText("Uw antwoord wacht op internet.")).toBeVisible();
  await phone.context().setOffline(false);
  await expect(phone.getByText("Uw antwoord wacht op internet.")).toHaveCount(0);
  await expect(phone.getByRole("article").filter({ hasText: "Sinds de lente." })).toBeVisible();
  await expect(phone.getByText("Bedankt. We leren hiervan.")).toBeVisible();
  const [signal] = (await office.stored("kardinaalsmuts")) as { questions: { answer?: string }[]; feedback: { useful?: boolean }[] }[];
  expect(signal?.questions[0]?.answer).toBe("Sinds de lente.");
  expect(signal?.feedback[0]?.useful).toBe(true);
});

test("a refused answer says why, keeps its words, and goes out with other ones", async ({ server, visit, office }) => {
  const phone = await followed(server, visit, office, "sleedoornhof", [422]);
  await phone.route("**/api/v1/receipts/answers/*", refusal(422, "lokaalsignaal:input-validation:tooLong"));
  await phone.context().setOffline(true);
  await phone.getByRole("textbox", { name: "Uw antwoord" }).fill("Een te lang antwoord.");
  await phone.getByRole("button", { name: "Verstuur antwoord" }).click();
  await expect(phone.getByText("Uw antwoord wacht op internet.")).toBeVisible();
  await phone.context().setOffline(false);
  await expect(phone.getByText("Uw antwoord kon niet weg. Pas het aan.")).toBeVisible();
  await expect(phone.getByRole("textbox", { name: "Uw antwoord" })).toHaveValue("Een te lang antwoord.");
  await goTo(phone, "Mijn signalen");
  await expect(phone.getByText("1 tekst kon niet weg. Kijk waarom.", { exact: true })).toBeVisible();
  await expect(phone.getByText(/wacht op internet/)).toHaveCount(0);
  await phone.unroute("**/api/v1/receipts/answers/*");
  await phone.getByRole("link", { name: /sleedoornhof/ }).click();
  await phone.getByRole("textbox", { name: "Uw antwoord" }).fill("Korter.");
  await phone.getByRole("button", { name: "Verstuur antwoord" }).click();
  await expect(phone.getByRole("article").filter({ hasText: "Korter." })).toBeVisible();
  await expect.poll(() => itemsKept(phone)).toBe(0);
});

test("what the server forgot is forgotten on the device as well", async ({ server, visit, office }) => {
  const word = "vogelkersdreef";
  const phone = await followed(server, visit, office, word, [404]);
  await phone.route("**/api/v1/receipts/query", refusal(404, "lokaalsignaal:receiptUnknown"));
  await phone.reload();
  await appIsThere(phone);
  await expect(phone.getByText(word)).toHaveCount(0);
  await phone.unroute("**/api/v1/receipts/query");
  await phone.context().setOffline(true);
  await goTo(phone, "Mijn signalen");
  await expect(phone.getByText(AGE)).toHaveCount(0);
  await expect(phone.getByText(word)).toHaveCount(0);
});
