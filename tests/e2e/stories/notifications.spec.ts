import type { BrowserContext, Page } from "@playwright/test";
import { expectAccessible } from "../support/axe.ts";
import { appIsThere, goTo, heading, opened, SENT, write } from "../support/device.ts";
import { entryLink } from "../support/people.ts";
import { PushService } from "../support/push.ts";
import { expect, test } from "../support/server.ts";
import { PHONE } from "../support/visit.ts";

type Feedback = { state: string; useful?: boolean };

test("a click in a mail and a press on the page say that an answer helps; a program that opens links says nothing", async ({
  server,
  visit,
  office,
}) => {
  const address = "an@wijkteam.test";
  const phone = await opened(await visit(PHONE), entryLink(server, "linde"));
  await write(phone, "De nachtopvangkalender van het jeugdhuis is onleesbaar.");
  await expect(heading(phone, SENT)).toBeVisible();
  await phone.getByRole("radio", { name: /mail/ }).check();
  await phone.getByRole("textbox", { name: /e-mail/i }).fill(address);
  await phone.getByRole("button", { name: "Bewaar mijn keuze" }).click();
  const signal = async () => (await office.stored("nachtopvangkalender"))[0] ?? {};
  await expect.poll(async () => (await signal()).contact).toBe("email");
  const { id } = (await signal()) as { id: string };
  const issue = await office.opensIssue("De kalender is onleesbaar", [id]);
  await office.answers(issue.id);
  const mail = () => server.mails().find(({ to }) => to === address)?.text ?? "";
  await expect.poll(mail).toContain("&yes=");
  expect(mail()).not.toMatch(/kalender|samen bekeken/);
  const yes = /https?:\/\/\S+&yes=\S+/.exec(mail())?.[0] ?? "";
  const feedback = async () => ((await signal()).feedback as Feedback[])[0];

  // A program that checks links on another machine: it runs the page's script and waits until all is quiet.
  const scanner = await visit(PHONE);
  await scanner.goto(yes, { waitUntil: "networkidle" });
  const confirm = (page: Page) => page.getByRole("button", { name: "Bevestig: ja, dit helpt mij" });
  await expect(confirm(scanner)).toBeVisible();
  expect(await feedback()).toMatchObject({ state: "sent" });
  expect((await feedback())?.useful).toBeUndefined();
  expect(scanner.url()).not.toContain("r=");

  // She opens it on the phone that sent it.
  await phone.goto(yes);
  await appIsThere(phone);
  await expect(phone.getByText("Dank u. Wij hebben dit samen bekeken en beslist.")).toBeVisible();
  await expectAccessible(phone, "an answer that is chosen in a mail");
  expect(phone.url()).not.toMatch(/r=|yes=/);
  await confirm(phone).click();
  await expect(phone.getByText("Bedankt", { exact: false }).first()).toBeVisible();
  await expect.poll(async () => (await feedback())?.useful).toBe(true);
});

test("a mail's own link and the mail program end the mails; opening either ends nothing", async ({ server, visit, office }) => {
  const address = "bo@wijkteam.test";
  const phone = await opened(await visit(PHONE), entryLink(server, "linde"));
  await write(phone, "De zandbaklade van de speelstraat klemt.");
  await expect(heading(phone, SENT)).toBeVisible();
  await phone.getByRole("radio", { name: /mail/ }).check();
  await expect(phone.getByRole("radio", { name: "Meteen, bij elk antwoord" })).toBeChecked();
  await phone.getByRole("textbox", { name: /e-mail/i }).fill(address);
  await expectAccessible(phone, "the question how often a mail comes");
  await phone.getByRole("button", { name: "Bewaar mijn keuze" }).click();
  const signal = async () => (await office.stored("zandbaklade"))[0] ?? {};
  await expect.poll(async () => (await signal()).contact).toBe("email");
  const issue = await office.opensIssue("Laden klemmen", [String((await signal()).id)]);
  await office.answers(issue.id);
  const mail = () => server.mails().find(({ to }) => to === address)?.text ?? "";
  await expect.poll(mail).toContain("#p=");
  const unsubscribe = /List-Unsubscribe:\s+<([^>]+)>/.exec(mail())?.[1] ?? "";
  expect(mail()).toContain("List-Unsubscribe-Post: List-Unsubscribe=One-Click");
  expect(unsubscribe).toContain("/linde/m/mail/");

  // A program that checks links, with script and all: it sees the choice and takes none.
  const scanner = await visit(PHONE);
  const sent: string[] = [];
  scanner.on("request", (request) => request.method() === "POST" && sent.push(request.url()));
  await scanner.goto(unsubscribe, { waitUntil: "networkidle" });
  await expect(heading(scanner, "Hoe vaak wilt u een mail?")).toBeVisible();
  expect(scanner.url()).not.toContain("p=");
  expect(sent).toEqual([]);

  const link = /https?:\/\/\S+#p=\S+/.exec(mail())?.[0] ?? "";
  await phone.goto(link);
  await appIsThere(phone);
  await expect(heading(phone, "Hoe vaak wilt u een mail?")).toBeVisible();
  await expectAccessible(phone, "the choice by a mail's link");
  await phone.getByRole("button", { name: "Eén mail per week" }).click();
  await expect(phone.getByText("U krijgt op maandag één mail, als er nieuws is.", { exact: false })).toBeVisible();
  await phone.getByRole("button", { name: "Geen mails" }).click();
  await expect(phone.getByText("U krijgt geen mails meer.", { exact: false })).toBeVisible();
  await expectAccessible(phone, "the choice by a mail's link, made");
  expect(phone.url()).not.toContain("p=");

  // The mail program presses once more: the same answer, and nothing else happens.
  const press = () => fetch(unsubscribe, { method: "POST", body: new URLSearchParams({ "List-Unsubscribe": "One-Click" }) });
  expect((await press()).status).toBe(204);
  expect((await press()).status).toBe(204);
});

test("the settings change how often a mail comes, also for signals that were sent before", async ({ server, visit }) => {
  const phone = await opened(await visit(PHONE), entryLink(server, "linde"));
  await write(phone, "De parasol van het dorpsplein is gescheurd.");
  await expect(heading(phone, SENT)).toBeVisible();
  await phone.getByRole("radio", { name: /mail/ }).check();
  await phone.getByRole("textbox", { name: /e-mail/i }).fill("cas@wijkteam.test");
  await phone.getByRole("button", { name: "Bewaar mijn keuze" }).click();
  await goTo(phone, "Instellingen");
  await phone.getByRole("radio", { name: "Eén mail per week" }).check();
  await expectAccessible(phone, "settings with one mail a week");
  const told = phone.waitForResponse((answer) => answer.url().endsWith("/receipts/mailPace"));
  await phone.getByRole("button", { name: "Bewaar mijn keuze" }).click();
  expect((await told).status()).toBe(204);
  await phone.reload();
  await appIsThere(phone);
  await expect(phone.getByRole("radio", { name: "Eén mail per week" })).toBeChecked();
});

/**
 * The push service of a real browser is out of reach here: the browser's own subscription is replaced by one to a push
 * service of the test. All around it is real: permission, page, worker, server, ring.
 */
async function rings(context: BrowserContext, endpoint: string): Promise<void> {
  await context.addInitScript((endpoint) => {
    const own = { endpoint, unsubscribe: async () => localStorage.removeItem("test.subscribed") === undefined };
    const current = () => (localStorage.getItem("test.subscribed") ? own : null);
    Object.assign(PushManager.prototype, {
      getSubscription: async () => current(),
      subscribe: async (options: PushSubscriptionOptionsInit) => {
        if (!options.userVisibleOnly) throw new Error("silent");
        // Throws for what is no key of the curve, as the browser does.
        const text = String(options.applicationServerKey).replaceAll("-", "+").replaceAll("_", "/");
        const key = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
        await crypto.subtle.importKey("raw", key, { name: "ECDSA", namedCurve: "P-256" }, false, ["verify"]);
        localStorage.setItem("test.subscribed", "1");
        return own;
      },
    });
  }, endpoint);
}

test("who turns notifications on hears that there is news, also of a later signal, and nothing of what about", async ({
  server,
  visit,
  office,
}) => {
  const service = await PushService.start();
  const phone = await visit(PHONE);
  await rings(phone.context(), service.endpoint("zwaluw"));
  await phone.context().grantPermissions(["notifications"]);
  await opened(phone, entryLink(server, "linde"));
  await phone.waitForFunction(async () => (await navigator.serviceWorker.ready).active?.state === "activated");
  await goTo(phone, "Instellingen");
  await expect(phone.getByRole("heading", { name: "Meldingen" })).toBeVisible();
  await phone.getByRole("button", { name: "Zet meldingen aan" }).click();
  await expect(phone.getByText("Meldingen staan aan op dit toestel.")).toBeVisible();
  await expectAccessible(phone, "settings with notifications on");

  await goTo(phone, "Nieuw signaal");
  const told = phone.waitForResponse((answer) => answer.url().endsWith("/receipts/push"));
  await write(phone, "De regenjassenbank van de wijk is leeg.");
  await expect(heading(phone, SENT)).toBeVisible();
  expect((await told).status()).toBe(204);
  const [stored] = await office.stored("regenjassenbank");
  const issue = await office.opensIssue("Er zijn geen regenjassen", [String(stored?.id)]);
  await office.answers(issue.id);
  await expect.poll(() => service.rings.length).toBe(1);
  const [ring] = service.rings;
  expect(ring).toMatchObject({ path: "/wpush/zwaluw", bytes: 0 });
  expect(ring?.headers.authorization).toMatch(/^vapid t=[\w-]+\.[\w-]+\.[\w-]+, k=[\w-]{87}$/);

  await test.step("the worker says so in the language of the page", async () => {
    await goTo(phone, "Instellingen");
    await phone.getByRole("radio", { name: "Français" }).check();
    await expect(phone.locator("html")).toHaveAttribute("lang", "fr");
    const kept = () => phone.evaluate(async () => (await caches.match(location.pathname))?.text() ?? "");
    await expect.poll(kept).toContain('lang="fr"');
    const browser = await phone.context().newCDPSession(phone);
    const registered = new Promise<string>((resolve) => {
      browser.on("ServiceWorker.workerRegistrationUpdated", ({ registrations }) => {
        const own = registrations.find(({ scopeURL }) => scopeURL.endsWith("/linde/m/"));
        if (own) resolve(own.registrationId);
      });
    });
    await browser.send("ServiceWorker.enable");
    const registrationId = await registered;
    await browser.send("ServiceWorker.deliverPushMessage", { origin: server.url, registrationId, data: "" });
    const shown = () =>
      phone.evaluate(async () => {
        const registration = await navigator.serviceWorker.ready;
        return (await registration.getNotifications()).map(({ title, lang, body, tag }) => [title, lang, body, tag]);
      });
    await expect.poll(shown).toEqual([["Il y a du nouveau sur votre signal", "fr", "", "news"]]);
  });

  await test.step("turned off, it rings no more", async () => {
    const ended = phone.waitForResponse((answer) => answer.url().endsWith("/receipts/push/end"));
    await phone.getByRole("button", { name: "Désactiver les notifications" }).click();
    expect((await ended).status()).toBe(204);
    await expect(phone.getByRole("button", { name: "Activer les notifications" })).toBeVisible();
    expect(await phone.evaluate(() => Object.keys(localStorage).filter((name) => /push|test/.test(name)))).toEqual([]);
  });
  await service.stop();
});

test("who said no to notifications reads how to change that, and is not asked again", async ({ server, visit }) => {
  const phone = await visit(PHONE);
  // Nobody can press the browser's own question here: it is answered beforehand, and counted.
  await phone.addInitScript(() => {
    let said: NotificationPermission = "default";
    Object.defineProperty(Notification, "permission", { get: () => said });
    Notification.requestPermission = async () => {
      document.documentElement.dataset.asked = String(Number(document.documentElement.dataset.asked ?? 0) + 1);
      said = "denied";
      return said;
    };
  });
  await opened(phone, entryLink(server, "linde"));
  await goTo(phone, "Instellingen");
  const turnOn = phone.getByRole("button", { name: "Zet meldingen aan" });
  await expect(turnOn).toBeVisible();
  await expect(phone.locator("html")).not.toHaveAttribute("data-asked", /./);
  await turnOn.click();
  await expect(phone.getByText("U liet meldingen niet toe.", { exact: false })).toBeVisible();
  await expect(phone.locator("html")).toHaveAttribute("data-asked", "1");
  await expectAccessible(phone, "settings with notifications refused");
  await expect(phone.getByRole("button", { name: "Zet meldingen aan" })).toHaveCount(0);
});
