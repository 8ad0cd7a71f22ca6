import { signsIn } from "../support/account.ts";
import { expectAccessible } from "../support/axe.ts";
import { area, draftsKept, everythingKept, goTo, heading, opened, SAVED, SENT, thingsKept, write } from "../support/device.ts";
import { entryLink } from "../support/people.ts";
import { expect, test } from "../support/server.ts";
import { PHONE } from "../support/visit.ts";

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

  await phone.context().setOffline(false);
  await phone.reload();
  await expect(phone.getByText("De eigenaar meldde dit toestel als verloren. Het is leeg gemaakt.")).toBeVisible();
  await expect(area(phone)).toHaveValue("");
  await expect.poll(() => thingsKept(phone)).toEqual([]);
  expect(await everythingKept(phone)).not.toContain("meidoornhaag");
  expect(await phone.context().cookies()).not.toContainEqual(expect.objectContaining({ name: "__Host-prt" }));

  await tablet.reload();
  await expect(cards.filter({ hasText: "Gewist op" })).toHaveCount(1);
});
