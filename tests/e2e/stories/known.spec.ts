import { expectAccessible } from "../support/axe.ts";
import { goTo, heading, opened, SENT, write } from "../support/device.ts";
import { entryLink } from "../support/people.ts";
import { expect, test } from "../support/server.ts";
import { LAPTOP, PHONE } from "../support/visit.ts";

const TITLE = "De verwerker mag weten wie ik ben";

test("a sender tells one processor who it is, and hides it again", async ({ office, server, visit }) => {
  const phone = await opened(await visit(PHONE), entryLink(server, "linde"));
  await write(phone, "De lift van het wooncomplex Wielewaalhof staat al weken stil.");
  await expect(heading(phone, SENT)).toBeVisible();
  await goTo(phone, "Mijn signalen");
  await phone.getByRole("link", { name: /Wielewaalhof/ }).click();
  await phone.getByText(TITLE).click();
  const label = phone.locator("details form").getByText("Uw naam", { exact: true });
  expect((await label.boundingBox())?.width, "the label is to be seen").toBeGreaterThan(20);
  await phone.getByRole("button", { name: "Toon mijn naam" }).click();
  await expect(phone.getByRole("alert")).toContainText("Schrijf uw naam.");
  await expectAccessible(phone, "saying who one is");
  await phone.getByLabel("Uw naam").fill("An Vandevoorde");
  await phone.getByLabel("Hoe bereikt men u?").fill("Thuiszorg Linde");
  await phone.getByRole("button", { name: "Toon mijn naam" }).click();
  await expect(phone.getByText("Wie dit signaal verwerkt, mag weten wie u bent.")).toBeVisible();

  const [signal] = await office.stored("Wielewaalhof");
  expect(JSON.stringify(signal)).not.toContain("Vandevoorde");
  const desk = await visit(LAPTOP);
  await office.seat(desk, "processor");
  await desk.goto(`/desk/signals/${signal?.id}`);
  await expect(desk.getByText("De signaalgever wil dat u weet wie het is.")).toBeVisible();
  await expect(desk.getByText("De signaalgever is anoniem")).toHaveCount(0);
  await expectAccessible(desk, "a provider who wants to be known");
  await desk.getByRole("button", { name: "Toon de naam" }).click();
  await expect(desk.getByText("An Vandevoorde, Thuiszorg Linde")).toBeVisible();

  await phone.getByRole("button", { name: "Verberg mijn naam" }).click();
  await expect(phone.getByText(TITLE)).toBeVisible();
  await desk.reload();
  await expect(desk.getByText("Wielewaalhof").first()).toBeVisible();
  await expect(desk.getByRole("button", { name: "Toon de naam" })).toHaveCount(0);
});
