import type { Locator, Page } from "@playwright/test";
import { expect, test } from "../support/server.ts";
import { LAPTOP } from "../support/visit.ts";

const NUMBER = "85.07.30-033.28";

test("a held signal is looked at, and its personal data is replaced for good", async ({ office, visit }) => {
  const word = "knikkerbaan";
  const text = `Een moeder (${NUMBER}) vindt geen plaats bij de ${word}. Ik hoor dit elke week.`;
  const [signal] = await office.bringsIn(word, [text]);
  const desk = await visit(LAPTOP);
  await office.seat(desk, "processor");

  await test.step("the number is masked, in the list and beside it", async () => {
    await openHeld(desk, signal);
    await expect(preview(desk).getByText("Tegengehouden door een persoonsgegeven")).toBeVisible();
    await expect(preview(desk).locator("mark")).toContainText("verborgen: rijksregisternummer");
    await expect(desk.locator("body")).not.toContainText(NUMBER);
    await expect(preview(desk).getByRole("button", { name: "Koppel aan knelpunt" })).toHaveCount(0);
  });

  await test.step("a look is offered, and said to be written down", async () => {
    await expect(preview(desk).getByText("We schrijven op dat u dit bekijkt.")).toBeVisible();
    await preview(desk).getByRole("button", { name: "Toon", exact: true }).click();
    await expect(preview(desk).locator(".signal__text")).toContainText(NUMBER);
  });

  await test.step("what is typed replaces the text for ever", async () => {
    await preview(desk).getByRole("button", { name: "Vervang de persoonsgegevens" }).click();
    const form = desk.getByRole("group", { name: "Voor altijd vervangen?" });
    const field = form.getByRole("textbox", { name: "Wat de signaalgever schreef" });
    await expect(field).toHaveValue(text);
    await field.fill(text.replace(` (${NUMBER})`, ""));
    await form.getByRole("button", { name: "Vervang voor altijd" }).click();
    await expect(desk.getByText("Nagekeken. Het signaal staat bij de nieuwe.")).toBeVisible();
    await expect(preview(desk).getByText("Ontvangen", { exact: true }).first()).toBeVisible();
    await expect(desk.locator("body")).not.toContainText(NUMBER);
    await expect(preview(desk).getByRole("button", { name: "Koppel aan knelpunt" })).toBeVisible();
  });

  await test.step("nothing of it is left, and its history tells that, not what", async () => {
    await preview(desk).getByText("Geschiedenis").click();
    await expect(preview(desk).getByText("Persoonsgegeven vervangen", { exact: true })).toBeVisible();
    expect(JSON.stringify(await office.signal(signal ?? ""))).not.toContain(NUMBER);
  });
});

test("a text that is still not clean stays held, and what was typed stays", async ({ office, visit }) => {
  const word = "zandtafel";
  const [signal] = await office.bringsIn(word, [`Bel mij op 0470 12 34 56 over de ${word}, dit gebeurt elke week.`]);
  const desk = await visit(LAPTOP, [422]);
  await office.seat(desk, "processor");
  await openHeld(desk, signal);
  await preview(desk).getByRole("button", { name: "Vervang de persoonsgegevens" }).click();
  const form = desk.getByRole("group", { name: "Voor altijd vervangen?" });
  const field = form.getByRole("textbox", { name: "Wat de signaalgever schreef" });
  const typed = `Mail naar an@voorbeeld.be over de ${word}, dit gebeurt elke week.`;
  await field.fill(typed);
  await form.getByRole("button", { name: "Vervang voor altijd" }).click();
  await expect(form.getByRole("alert")).toBeFocused();
  await expect(field).toHaveAttribute("aria-invalid", "true");
  await expect(field).toHaveValue(typed);
});

test("a false alarm is released with a reason", async ({ office, visit }) => {
  const word = "poppenhoek";
  const [signal] = await office.bringsIn(word, [`Het toestel met nummer 0470 12 34 56 in de ${word} werkt al weken niet.`]);
  const desk = await visit(LAPTOP);
  await office.seat(desk, "processor");
  await openHeld(desk, signal);
  await preview(desk).getByRole("button", { name: "Geef vrij: geen persoonsgegeven" }).click();

  const form = desk.getByRole("group", { name: "Geef vrij: geen persoonsgegeven" });
  await form.getByRole("button", { name: "Geef vrij: geen persoonsgegeven" }).click();
  await expect(form.getByRole("alert")).toBeFocused();
  await form.getByRole("textbox", { name: "Waarom geeft u dit vrij?" }).fill("Dit is het nummer van een toestel.");
  await form.getByRole("button", { name: "Geef vrij: geen persoonsgegeven" }).click();
  await expect(desk.getByText("Nagekeken. Het signaal staat bij de nieuwe.")).toBeVisible();
  await expect(preview(desk).locator(".signal__text")).toContainText("0470 12 34 56");
});

async function openHeld(desk: Page, signal: string | undefined): Promise<void> {
  await desk.goto("/desk/signals?tab=held");
  await desk.locator(`#row-${signal}`).click();
  await expect(preview(desk).getByText("Tegengehouden door een persoonsgegeven")).toBeVisible();
}

function preview(desk: Page): Locator {
  return desk.getByRole("region", { name: "Signaal", exact: true });
}
