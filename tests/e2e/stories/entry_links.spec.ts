import { expect, test } from "../support/server.ts";
import { LAPTOP, PHONE } from "../support/visit.ts";

const TEXT = "Aan het loket is de rij te lang voor wie slecht te been is. Dit gebeurt elke week.";

test("a link is made, used by a phone, and revoked: then the phone says so @both", async ({ office, visit }) => {
  const desk = await visit(LAPTOP);
  await office.seat(desk, "leadProcessor");
  await desk.getByText("Meer", { exact: true }).click();
  await desk.getByRole("link", { name: "Links en QR-codes" }).click();

  const link = await test.step("a lead processor makes it", async () => {
    await desk.getByRole("textbox", { name: "Naam van de link" }).fill("Affiche zwembad");
    await desk.getByRole("button", { name: "Maak link" }).click();
    await expect(desk.getByText("De link is gemaakt", { exact: true })).toBeVisible();
    const card = desk.getByRole("article").filter({ hasText: "Affiche zwembad" });
    await card.getByRole("button", { name: "Toon de QR-code" }).click();
    const poster = desk.getByRole("dialog", { name: "Affiche zwembad" });
    await expect(poster.getByRole("img", { name: "QR-code van de link ‘Affiche zwembad’" })).toBeVisible();
    await poster.getByRole("button", { name: "Sluit" }).click();
    return card.locator("code").innerText();
  });

  const phone = await visit(PHONE, [401]);
  await test.step("a phone sends with it", async () => {
    await phone.goto(link);
    await phone.getByRole("textbox", { name: "Wat merkt u op?" }).fill(TEXT);
    await phone.getByRole("button", { name: "Verstuur signaal" }).tap();
    await expect(phone.getByRole("heading", { name: "Bedankt. Uw signaal is verstuurd." })).toBeVisible();
  });

  await test.step("she revokes it, knowing what that does", async () => {
    const card = desk.getByRole("article").filter({ hasText: "Affiche zwembad" });
    await card.getByRole("button", { name: "Trek de link in" }).click();
    const dialog = desk.getByRole("dialog", { name: "Affiche zwembad" });
    await expect(dialog.getByText("De link en de affiche werken dan niet meer.")).toBeVisible();
    await dialog.getByRole("button", { name: "Trek de link in" }).click();
    await expect(card.getByText(/^Ingetrokken op /)).toBeVisible();
    await expect(card.getByRole("button", { name: "Toon de QR-code" })).toHaveCount(0);
  });

  await test.step("the phone says so and keeps the text", async () => {
    await phone.getByRole("link", { name: "Nog een signaal" }).tap();
    await phone.getByRole("textbox", { name: "Wat merkt u op?" }).fill(TEXT);
    await phone.getByRole("button", { name: "Verstuur signaal" }).tap();
    await expect(phone.getByRole("heading", { level: 1, name: "Deze link werkt niet meer" })).toBeVisible();
    await phone.getByRole("link", { name: "Mijn signalen" }).tap();
    await expect(phone.getByRole("listitem").getByText(TEXT).first()).toBeVisible();
  });
});
