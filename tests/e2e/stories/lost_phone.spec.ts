import { signsIn } from "../support/account.ts";
import { expectAccessible } from "../support/axe.ts";
import { area, draftsKept, everythingKept, goTo, heading, opened, SAVED, SENT, thingsKept, write } from "../support/device.ts";
import { entryLink } from "../support/people.ts";
import { expect, test } from "../support/server.ts";
import { PHONE } from "../support/visit.ts";

const WIPED = "De eigenaar meldde dit toestel als verloren. Het is leeg gemaakt.";
const ADDRESS = "hanne@thuiszorg.example";

test("a phone that was reported lost forgets everything when it next comes, and says so", async ({ server, visit }) => {
  test.setTimeout(120_000);
  const phone = await opened(await visit(PHONE, [401]), entryLink(server, "linde"));
  await signsIn(phone, server, ADDRESS);
  await goTo(phone, "Nieuw signaal");
  await write(phone, "De speeltuin achter de meidoornhaag heeft geen poort.");
  await expect(heading(phone, SENT)).toBeVisible();
  await goTo(phone, "Mijn signalen");
  await expect(phone.getByRole("link", { name: /meidoornhaag/ })).toBeVisible();
  await phone.context().setOffline(true);
  await goTo(phone, "Nieuw signaal");
  await write(phone, "Nog niet verstuurd over de meidoornhaag.");
  await expect(heading(phone, SAVED)).toBeVisible();
  await goTo(phone, "Nieuw signaal");
  await area(phone).fill("Nog niet af over de meidoornhaag.");
  await expect.poll(() => draftsKept(phone)).toBe(1);

  const tablet = await opened(await visit({ ...PHONE, serviceWorkers: "block" }), entryLink(server, "linde"));
  await signsIn(tablet, server, ADDRESS);
  await goTo(tablet, "Instellingen");
  const cards = tablet.locator(".lost li");
  await expect(cards).toHaveCount(2);
  await expect(cards.filter({ hasText: "Dit toestel" }).getByRole("button")).toHaveCount(0);
  await cards.getByRole("button", { name: "Wis dat toestel" }).click();
  await expectAccessible(tablet, "emptying a device that was lost");
  await tablet.getByRole("dialog").getByRole("button", { name: "Wis dat toestel" }).click();
  await expect(cards.filter({ hasText: "We wissen dit toestel zodra het internet heeft." })).toHaveCount(1);

  // What waits goes out with the account: the server is asked for a token.
  await phone.context().setOffline(false);
  await expect(phone.getByText(WIPED)).toBeVisible();
  await expect(area(phone)).toHaveValue("");
  await expect.poll(() => thingsKept(phone)).toEqual([]);
  expect(await everythingKept(phone)).not.toContain("meidoornhaag");
  expect(await phone.context().cookies()).not.toContainEqual(expect.objectContaining({ name: "__Host-prt" }));

  await tablet.reload();
  await expect(cards.filter({ hasText: "Gewist op" })).toHaveCount(1);
});

test("a lost phone on which nothing waits is told when somebody opens the app", async ({ server, visit }) => {
  test.setTimeout(90_000);
  const phone = await opened(await visit(PHONE, [401]), entryLink(server, "linde"));
  await signsIn(phone, server, "irma@thuiszorg.example");
  await goTo(phone, "Nieuw signaal");
  await write(phone, "De kapstok in de taxushaagklas is te hoog.");
  await expect(heading(phone, SENT)).toBeVisible();
  const tablet = await opened(await visit({ ...PHONE, serviceWorkers: "block" }), entryLink(server, "linde"));
  await signsIn(tablet, server, "irma@thuiszorg.example");
  await goTo(tablet, "Instellingen");
  await tablet.locator(".lost li").getByRole("button", { name: "Wis dat toestel" }).click();
  await tablet.getByRole("dialog").getByRole("button", { name: "Wis dat toestel" }).click();
  await expect(tablet.getByText("We wissen dit toestel zodra het internet heeft.").first()).toBeVisible();
  await phone.close();
  const again = await opened(await phone.context().newPage(), "/linde/m/");
  await expect(again.getByText(WIPED)).toBeVisible();
  await expect.poll(() => thingsKept(again)).toEqual([]);
});
