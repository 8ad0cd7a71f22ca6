import type { Page } from "@playwright/test";
import type { Office } from "../support/office.ts";
import { totp } from "../support/people.ts";
import { expect, test } from "../support/server.ts";
import { LAPTOP, type Visit } from "../support/visit.ts";

const PASSWORD = "drie-bruggen-onder-de-maan";
/** How soon a login that was ended stops working (trust.md §3). */
const SOON = { timeout: 10_000 };

test("somebody is invited, sets a password and an app, signs in, and sees only what the role may @both", async ({
  office,
  server,
  visit,
}) => {
  const administrator = await visit(LAPTOP);
  await office.seat(administrator, "administrator");

  const link = await test.step("an administrator invites a policy officer", async () => {
    await goTo(administrator, "Personen");
    const form = administrator.locator("section", {
      has: administrator.getByRole("heading", { name: "Nodig iemand uit" }),
    });
    await form.getByRole("textbox", { name: "Naam" }).fill("Mia Beleid");
    await form.getByRole("textbox", { name: "E-mailadres" }).fill("mia@linde.example");
    await form.getByRole("checkbox", { name: "Beleidsmedewerker" }).check();
    await form.getByRole("button", { name: "Nodig uit" }).click();
    await expect(form.getByText("De mail naar mia@linde.example is onderweg")).toBeVisible();
    return form.locator("code").innerText();
  });

  await test.step("she gets a mail with the same link", async () => {
    await expect.poll(() => server.mails().filter((mail) => mail.to === "mia@linde.example").length).toBe(1);
    const [mail] = server.mails().filter((mail) => mail.to === "mia@linde.example");
    expect(mail?.text).toContain(link);
  });

  const mia = await visit(LAPTOP, [401, 422]);
  const secret = await test.step("she opens it, and what is wrong is told at its field", async () => {
    await mia.goto(link);
    await expect(mia.getByRole("heading", { name: "Welkom, Mia Beleid" })).toBeVisible();
    await expect(mia.getByText("Stad Linde: Beleidsmedewerker")).toBeVisible();
    const secret = (await mia.locator("code.secret").innerText()).replaceAll(" ", "");
    await mia.getByLabel("Wachtwoord", { exact: true }).fill(PASSWORD);
    await mia.getByLabel("Typ het wachtwoord opnieuw").fill(`${PASSWORD}s`);
    await mia.getByRole("textbox", { name: "Code uit uw app" }).fill("000000");
    await mia.getByRole("button", { name: "Rond af" }).click();
    await expect(mia.getByRole("alert")).toBeFocused();
    await expect(mia.getByRole("alert")).toContainText("De twee wachtwoorden zijn niet gelijk");
    return secret;
  });

  await test.step("she sets password and app, and is in", async () => {
    await mia.getByLabel("Typ het wachtwoord opnieuw").fill(PASSWORD);
    await mia.getByRole("textbox", { name: "Code uit uw app" }).fill(totp(secret));
    await mia.getByRole("button", { name: "Rond af" }).click();
    await expect(mia.getByRole("heading", { level: 1, name: "Vandaag" })).toBeVisible();
  });

  await test.step("she sees issues and actions, and no way to a signal", async () => {
    const bar = mia.getByRole("navigation").first();
    await expect(bar.getByRole("link", { name: "Knelpunten" })).toBeVisible();
    await expect(bar.getByRole("link", { name: "Acties" })).toBeVisible();
    await expect(bar.getByRole("link", { name: "Signalen" })).toHaveCount(0);
    await expect(bar.getByRole("link", { name: "Terugkoppeling" })).toHaveCount(0);
    await goTo(mia, "Knelpunten");
    await mia.locator(".table__title a").first().click();
    await expect(mia.locator(".issue")).toBeVisible();
    await expect(mia.getByRole("heading", { name: "Signalen bij dit knelpunt" })).toHaveCount(0);
  });

  await test.step("she signs out and in again with what she chose", async () => {
    await mia.getByText("Mia Beleid", { exact: true }).click();
    await mia.getByRole("button", { name: "Meld af" }).click();
    await mia.getByRole("textbox", { name: "E-mailadres" }).fill("mia@linde.example");
    await mia.getByLabel("Wachtwoord", { exact: true }).fill(PASSWORD);
    await mia.getByRole("textbox", { name: "Code uit uw app" }).fill(nextCode(secret));
    await mia.getByRole("button", { name: "Meld aan" }).click();
    await expect(mia.getByRole("navigation").first().getByRole("link", { name: "Knelpunten" })).toBeVisible();
  });

  await test.step("the link opens nothing a second time, and says so", async () => {
    const again = await visit(LAPTOP, [404, 410]);
    await again.goto(link);
    await expect(again.getByText(/link/i).first()).toBeVisible();
    await expect(again.getByRole("button", { name: "Rond af" })).toHaveCount(0);
    await expect(again.getByRole("link", { name: "Meld u aan" })).toBeVisible();
  });
});

test("an invitation that was revoked opens nothing", async ({ office, visit }) => {
  const administrator = await visit(LAPTOP);
  await office.seat(administrator, "administrator");
  await goTo(administrator, "Personen");
  await administrator.getByRole("textbox", { name: "Naam" }).fill("Jef Vergissing");
  await administrator.getByRole("textbox", { name: "E-mailadres" }).fill("jef@linde.example");
  await administrator.getByRole("checkbox", { name: "Signaalverwerker", exact: true }).last().check();
  await administrator.getByRole("button", { name: "Nodig uit" }).click();
  const link = await administrator.locator(".panel code").innerText();

  const open = administrator.getByRole("listitem").filter({ hasText: "jef@linde.example" });
  await open.getByRole("button", { name: "Trek in" }).click();
  const dialog = administrator.getByRole("dialog", { name: "Jef Vergissing" });
  await dialog.getByRole("button", { name: "Trek in" }).click();
  await expect(open).toHaveCount(0);

  const jef = await visit(LAPTOP, [404, 410]);
  await jef.goto(link);
  await expect(jef.getByRole("button", { name: "Rond af" })).toHaveCount(0);
  await expect(jef.getByRole("link", { name: "Meld u aan" })).toBeVisible();
});

test("a change of roles ends the login within ten seconds, and the desk that comes back is the new one @both", async ({
  office,
  visit,
}) => {
  const { administrator, desk, person } = await twoAtWork(office, visit);

  await goTo(administrator, "Personen");
  const row = administrator.getByRole("row", { name: new RegExp(person.name) });
  await row.getByRole("checkbox", { name: /: Signaalverwerker$/ }).uncheck();
  await row.getByRole("checkbox", { name: /: Beleidsmedewerker$/ }).check();
  await row.getByRole("button", { name: "Bewaar" }).click();
  await expect(administrator.getByText(`De rollen van ${person.name} zijn bewaard`)).toBeVisible();

  await expectShownOut(desk);
  const dialog = desk.getByRole("dialog", { name: "U bent afgemeld" });
  await dialog.getByRole("textbox", { name: "E-mailadres" }).fill(person.email);
  await dialog.getByLabel("Wachtwoord", { exact: true }).fill(person.password);
  await dialog.getByRole("textbox", { name: "Code uit uw app" }).fill(nextCode(person.secret));
  await dialog.getByRole("button", { name: "Meld aan" }).click();
  await expect(dialog).toHaveCount(0);
  await expect(desk.getByRole("navigation").first().getByRole("link", { name: "Signalen" })).toHaveCount(0);
  await expect(desk.getByRole("heading", { level: 1, name: "U kunt deze pagina niet zien" })).toBeVisible();
  await expect(desk.locator(".signal-row__link")).toHaveCount(0);
});

test("who leaves is shown out within ten seconds, and cannot come back", async ({ office, visit }) => {
  const { administrator, desk, person } = await twoAtWork(office, visit);

  await goTo(administrator, "Personen");
  const row = administrator.getByRole("row", { name: new RegExp(person.name) });
  await row.getByRole("button", { name: "Neem de toegang weg" }).click();
  const dialog = administrator.getByRole("dialog", { name: `De toegang van ${person.name} wegnemen?` });
  await expect(dialog.getByText(`${person.name} kan zich meteen niet meer aanmelden.`)).toBeVisible();
  await dialog.getByRole("button", { name: "Neem de toegang weg" }).click();
  await expect(row).toHaveCount(0);

  await expectShownOut(desk);
  await desk.reload();
  await expect(desk.getByRole("heading", { name: "Meld u aan" })).toBeVisible();
});

test("who lost the phone with the app gets a link by mail, and is out everywhere else @both", async ({
  office,
  server,
  visit,
}) => {
  const { administrator, desk: elsewhere, person } = await twoAtWork(office, visit);

  await test.step("an administrator sends it, and never sees it", async () => {
    await goTo(administrator, "Personen");
    const row = administrator.getByRole("row", { name: new RegExp(person.name) });
    await row.getByRole("button", { name: "Maak een nieuwe aanmeldlink" }).click();
    const dialog = administrator.getByRole("dialog", { name: `Een nieuwe aanmeldlink voor ${person.name}?` });
    await expect(dialog.getByText(`We sturen de link naar ${person.email}.`)).toBeVisible();
    await dialog.getByRole("button", { name: "Verstuur de link" }).click();
    await expect(administrator.getByText(`De mail naar ${person.email} is onderweg`).first()).toBeVisible();
    const open = administrator.getByRole("listitem").filter({ hasText: person.email });
    await expect(open.getByText("Nieuwe aanmeldlink")).toBeVisible();
    await expect(administrator.locator("main")).not.toContainText("#invite=");
  });

  const mails = () => server.mails().filter((mail) => mail.to === person.email && mail.text.includes("aanmeldlink"));
  await expect.poll(() => mails().length).toBe(1);
  const link = /\S+#invite=\S+/.exec(mails()[0]?.text ?? "")?.[0] ?? "";

  await test.step("she chooses another password, and sees no way around the app", async () => {
    const here = await visit(LAPTOP);
    await here.goto(link);
    await expect(here.getByRole("heading", { name: `Welkom, ${person.name}` })).toBeVisible();
    await expect(here.getByText("Op andere toestellen bent u daarna afgemeld.")).toBeVisible();
    const secret = (await here.locator("code.secret").innerText()).replaceAll(" ", "");
    expect(secret).not.toBe(person.secret);
    await here.getByLabel("Wachtwoord", { exact: true }).fill(PASSWORD);
    await here.getByLabel("Typ het wachtwoord opnieuw").fill(PASSWORD);
    await here.getByRole("textbox", { name: "Code uit uw app" }).fill(totp(secret));
    await here.getByRole("button", { name: "Rond af" }).click();
    await expect(here.getByRole("heading", { level: 1, name: "Vandaag" })).toBeVisible();
  });

  await expectShownOut(elsewhere);
});

/** An administrator, and a processor whose inbox is open. */
async function twoAtWork(office: Office, visit: Visit) {
  const administrator = await visit(LAPTOP);
  await office.seat(administrator, "administrator");
  const desk = await visit(LAPTOP, [401]);
  const person = await office.seat(desk, "processor");
  await goTo(desk, "Signalen");
  await expect(desk.locator(".signal-row__link").first()).toBeVisible();
  return { administrator, desk, person };
}

/** Walks through the inbox until the desk says that the login ended. */
async function expectShownOut(desk: Page): Promise<void> {
  const ended = desk.getByRole("dialog", { name: "U bent afgemeld" });
  await expect(async () => {
    if (!(await ended.isVisible())) {
      await desk.keyboard.press("j");
    }
    await expect(ended).toBeVisible({ timeout: 500 });
  }).toPass(SOON);
}

async function goTo(page: Page, area: string): Promise<void> {
  const link = page.getByRole("navigation").first().getByRole("link", { name: area, exact: true });
  if (!(await link.isVisible())) {
    await page.getByText("Meer", { exact: true }).click();
  }
  await link.click();
  await expect(page.locator("main h1")).toBeVisible();
}

/** A code works once: the one of the next half minute is taken already. */
function nextCode(secret: string): string {
  return totp(secret, Math.floor(Date.now() / 30_000) + 1);
}
