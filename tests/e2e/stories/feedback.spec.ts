import { expect, test } from "../support/server.ts";
import { LAPTOP } from "../support/visit.ts";

const MINE = "Dank u voor uw signaal. Wij kijken dit na met de scholen van de stad.";

test("an answer that is being written is saved by itself, and is there again whoever opens it", async ({
  office,
  visit,
}) => {
  const word = "schoolpoort";
  const signals = await office.bringsIn(word, [`Aan de ${word} rijden auto's te snel, kinderen zijn bang.`]);
  const issue = await office.opensIssue("Kinderen zijn niet veilig op weg naar school", signals);
  const desk = await visit(LAPTOP);
  await office.seat(desk, "processor");
  await desk.goto(`/desk/feedback?issue=${issue.id}`);
  const text = desk.getByRole("textbox", { name: "Uw tekst" });
  await expect(text).not.toHaveValue("");

  await test.step("it says that it is not saved, and then when it was", async () => {
    await text.fill(MINE);
    await expect(desk.getByText("Nog niet bewaard")).toBeVisible();
    await expect(desk.getByText(/^Bewaard om \d{2}:\d{2}$/)).toBeVisible();
  });

  await test.step("leaving at once loses no word", async () => {
    await text.fill(`${MINE} U hoort dit voor de krokusvakantie.`);
    await desk.getByRole("link", { name: "Vandaag", exact: true }).click();
    await expect(desk.getByRole("heading", { level: 1, name: "Vandaag" })).toBeVisible();
    const colleague = await visit(LAPTOP);
    await office.seat(colleague, "processor");
    await colleague.goto(`/desk/feedback?issue=${issue.id}`);
    await expect(colleague.getByRole("textbox", { name: "Uw tekst" })).toHaveValue(/krokusvakantie\.$/);
  });

  await test.step("the keyboard alone sends it", async () => {
    await desk.keyboard.press("g");
    await desk.keyboard.press("f");
    await expect(desk.getByRole("heading", { level: 1, name: "Terugkoppeling" })).toBeFocused();
    await expect(desk.locator(".queue-row").first()).toBeVisible();
    await desk.keyboard.press("j");
    await expect(desk.locator(".queue-row[aria-current=true]")).toBeFocused();
    await desk.goto(`/desk/feedback?issue=${issue.id}`);
    await text.focus();
    await desk.keyboard.press("Control+Enter");
    const dialog = desk.getByRole("dialog", { name: "Terugkoppeling versturen?" });
    await expect(dialog.getByText("Voor 1 signaalgever")).toBeVisible();
    await dialog.getByRole("button", { name: "Verstuur terugkoppeling" }).press("Enter");
    await expect(desk.getByText("Verstuurd aan 1 signaalgever").first()).toBeVisible();
  });
});
