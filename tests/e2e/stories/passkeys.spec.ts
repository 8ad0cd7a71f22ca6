import type { CDPSession, Page } from "@playwright/test";
import { expectAccessible } from "../support/axe.ts";
import { appIsThere, goTo, heading, opened, SENT, write } from "../support/device.ts";
import { entryLink } from "../support/people.ts";
import { expect, type Server, test } from "../support/server.ts";
import { PHONE } from "../support/visit.ts";

test.use({ host: "localhost" });

const TEXT = "Het loket in de wijk is dicht en niemand weet waarheen met een papieren formulier.";

/** A phone that is unlocked by its owner's finger: Chromium plays it. */
class Finger {
  private constructor(
    readonly session: CDPSession,
    readonly id: string,
  ) {}

  static async of(phone: Page): Promise<Finger> {
    const session = await phone.context().newCDPSession(phone);
    await session.send("WebAuthn.enable");
    const { authenticatorId } = await session.send("WebAuthn.addVirtualAuthenticator", {
      options: {
        protocol: "ctap2",
        transport: "internal",
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    });
    return new Finger(session, authenticatorId);
  }

  /** Whether it is the owner's; otherwise the phone gives no answer, as when she taps it away. */
  async fits(isUserVerified: boolean): Promise<void> {
    await this.session.send("WebAuthn.setUserVerified", { authenticatorId: this.id, isUserVerified });
  }

  async passkeys(): Promise<number> {
    const { credentials } = await this.session.send("WebAuthn.getCredentials", { authenticatorId: this.id });
    return credentials.length;
  }
}

/** The link of the last mail, once it came. */
async function linkFor(server: Server, address: string, kind: string): Promise<string> {
  const texts = () => server.mails().filter((mail) => mail.to === address).map((mail) => mail.text);
  await expect.poll(() => texts().length).toBe(1);
  const path = new RegExp(`/linde/m/#${kind}=[\\w-]+`).exec(texts()[0] ?? "")?.[0];
  return `${server.url}${path}`;
}

const part = (phone: Page) => phone.locator("#app");
const inSettings = (phone: Page) => part(phone).getByText("U bent aangemeld", { exact: true });
const add = (phone: Page) => phone.getByRole("button", { name: "Maak een toegangssleutel" });
const signIn = (phone: Page) => phone.getByRole("button", { name: "Meld aan met uw vinger, gezicht of pincode" });

async function signOut(phone: Page): Promise<void> {
  await phone.getByRole("button", { name: "Meld mij af" }).click();
  await phone.getByRole("dialog").getByRole("button", { name: "Wis de teksten" }).click();
  await expect(phone.getByText("U bent afgemeld")).toBeVisible();
}

test("a worker adds a passkey, signs in with her finger, and removes it", async ({ server, visit }) => {
  test.setTimeout(120_000);
  const address = "els@thuiszorg.example";
  const phone = await opened(await visit(PHONE, [404]), entryLink(server, "linde"));
  const finger = await Finger.of(phone);

  await test.step("she signs in by mail once", async () => {
    await goTo(phone, "Instellingen");
    await expectAccessible(phone, "settings with a passkey to sign in by");
    await phone.getByLabel("Uw e-mailadres").first().fill(address);
    await phone.getByRole("button", { name: "Stuur mij een link" }).click();
    await expect(phone.getByText("Kijk in uw mail en open de link.")).toBeVisible();
    await phone.goto(await linkFor(server, address, "l"));
    await appIsThere(phone);
    await phone.getByRole("button", { name: "Meld mij aan" }).click();
    await expect(inSettings(phone)).toBeVisible();
  });

  await test.step("tapping it away changes nothing", async () => {
    await finger.fits(false);
    await add(phone).click();
    await expect(part(phone).getByText("U bent gestopt, of het duurde te lang.")).toBeVisible();
    expect(await finger.passkeys()).toBe(0);
    await finger.fits(true);
  });

  await test.step("she makes a passkey, once for this phone", async () => {
    await add(phone).click();
    await expect(part(phone).getByText("Gemaakt op")).toBeVisible();
    await expect(part(phone).getByText("U bent gestopt, of het duurde te lang.")).toBeHidden();
    expect(await finger.passkeys()).toBe(1);
    await expectAccessible(phone, "settings with a passkey");
    await add(phone).click();
    await expect(part(phone).getByText("Dit toestel heeft al een toegangssleutel van u.")).toBeVisible();
    await expect(part(phone).getByText("Gemaakt op")).toHaveCount(1);
  });

  await test.step("what she sends goes with the account", async () => {
    await goTo(phone, "Nieuw signaal");
    await write(phone, TEXT);
    await expect(heading(phone, SENT)).toBeVisible();
    await goTo(phone, "Instellingen");
    await signOut(phone);
  });

  await test.step("without network, or tapped away, she reads why, and nothing is lost", async () => {
    await phone.context().setOffline(true);
    await signIn(phone).click();
    await expect(part(phone).getByText("U hebt geen internet")).toBeVisible();
    await phone.context().setOffline(false);
    await finger.fits(false);
    await signIn(phone).click();
    await expect(part(phone).getByText("U bent gestopt, of het duurde te lang.")).toBeVisible();
    await expectAccessible(phone, "settings after signing in was cancelled");
    await finger.fits(true);
  });

  await test.step("her finger signs her in, and her signal is there", async () => {
    await signIn(phone).click();
    await expect(inSettings(phone)).toBeVisible();
    await expect(part(phone).getByText(/^Gemaakt op .+ laatst gebruikt op/)).toBeVisible();
    await goTo(phone, "Mijn signalen");
    await expect(phone.getByText("Het loket in de wijk is dicht")).toBeVisible();
  });

  await test.step("a removed passkey signs nobody in", async () => {
    await goTo(phone, "Instellingen");
    await phone.getByRole("button", { name: /^Verwijder de toegangssleutel/ }).click();
    const dialog = phone.getByRole("dialog");
    await expect(dialog).toContainText("We melden uw andere toestellen af");
    await expectAccessible(phone, "removing a passkey");
    await dialog.getByRole("button", { name: "Verwijder" }).click();
    await expect(part(phone).getByText("Gemaakt op")).toHaveCount(0);
    await expect(inSettings(phone)).toBeVisible();
    await signOut(phone);
    await signIn(phone).click();
    await expect(part(phone).getByText("Aanmelden lukte niet.")).toBeVisible();
    await expect(phone.getByLabel("Uw e-mailadres").first()).toBeVisible();
  });
});

test("an invited worker is in with one press and is offered a passkey", async ({ office, server, visit }) => {
  const address = "an@thuiszorg.example";
  await office.invitesProvider("An Claes", address);
  const link = await linkFor(server, address, "i");
  const phone = await visit(PHONE, [404]);
  const finger = await Finger.of(phone);
  await phone.goto(link);
  await appIsThere(phone);
  await expect(heading(phone, "Uw uitnodiging")).toBeVisible();
  expect(phone.url(), "the code does not stay in the address").not.toContain("i=");
  await expectAccessible(phone, "invitation");
  await phone.getByRole("button", { name: "Doe mee" }).click();
  await expect(phone.getByText("U doet mee.")).toBeVisible();
  await expectAccessible(phone, "invitation that was accepted");
  await add(phone).click();
  await expect(part(phone).getByText("Uw toegangssleutel is klaar")).toBeVisible();
  expect(await finger.passkeys()).toBe(1);
  await phone.getByRole("link", { name: "Meld wat u merkt" }).click();
  await write(phone, TEXT);
  await expect(heading(phone, SENT)).toBeVisible();

  // The link is used up, for whoever opens it.
  const other = await visit(PHONE, [404]);
  await other.goto(link);
  await appIsThere(other);
  await other.getByRole("button", { name: "Doe mee" }).click();
  await expect(other.getByText("Deze link is al gebruikt")).toBeVisible();
});
