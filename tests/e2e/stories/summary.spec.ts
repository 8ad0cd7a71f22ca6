import { expectAccessible } from "../support/axe.ts";
import { expect, test } from "../support/server.ts";
import { LAPTOP, PHONE } from "../support/visit.ts";

// What ships is learnt and the demo's signals are looked at first, which takes a while on a busy machine.
test.use({ analysis: true });
const LOOKED_AT_MS = 300_000;

test("an administrator allows a language model, a processor asks it, reads what it rests on and approves", async ({
  office,
  server,
  visit,
}) => {
  test.setTimeout(LOOKED_AT_MS + 120_000);
  const desk = await visit(LAPTOP);
  await office.seat(desk, "processor", "administrator");

  await test.step("nothing is allowed before somebody says so", async () => {
    await desk.goto("/desk/suggestions");
    const part = desk.locator("section", { has: desk.getByRole("heading", { name: "Taalmodel" }) });
    await expect(part.getByText("Niet toegelaten", { exact: true })).toBeVisible();
    await expect(part).toContainText("klein-model op 127.0.0.1");
    await expectAccessible(desk, "the switch of the language model");
  });

  const heading = desk.getByRole("heading", { name: "Wat de signalen zeggen" });
  await test.step("the signals of an issue speak for themselves", async () => {
    await desk.goto("/desk/issues");
    const many = desk.getByRole("row").filter({ hasText: /\b([4-9]|\d\d)\b/ });
    await expect(many.first()).toBeVisible();
    const deadline = Date.now() + LOOKED_AT_MS;
    await many.first().getByRole("link").first().click();
    await expect(desk.locator(".issue__head")).toBeVisible();
    while ((await heading.count()) === 0 && Date.now() < deadline) {
      await desk.waitForTimeout(2_000);
      await desk.reload();
      await expect(desk.locator(".issue__head")).toBeVisible();
      await desk.waitForTimeout(1_000);
    }
    await expect(desk.locator(".quotes blockquote").first()).toBeVisible();
    await expect(desk.getByRole("button", { name: "Laat het taalmodel samenvatten" })).toHaveCount(0);
    await expectAccessible(desk, "an issue with its quotes");
  });
  const issue = desk.url();

  await test.step("a press allows it, another one asks", async () => {
    await desk.goto("/desk/suggestions");
    await desk.getByRole("button", { name: "Laat het taalmodel toe" }).click();
    await expect(desk.getByText("Toegelaten", { exact: true })).toBeVisible();
    await desk.goto(issue);
    await desk.getByRole("button", { name: "Laat het taalmodel samenvatten" }).click();
  });

  const draft = desk.locator(".draft");
  await test.step("what comes is marked, and only what rests on signals is there", async () => {
    await expect(draft).toContainText("Geschreven door een computer. Nog niet nagelezen.", { timeout: 40_000 });
    await expect(draft).not.toContainText("4321");
    await expect(draft).toContainText("1 zin is weggelaten");
    expect(server.sent().length).toBe(1);
    await expectAccessible(desk, "a draft of a language model");
    await draft.getByRole("link", { name: "signaal 1" }).first().click();
    await expect(desk).toHaveURL(/\/desk\/signals/);
    await desk.goBack();
  });

  await test.step("a person approves it, on the phone it reads the same, and it can be thrown away", async () => {
    await draft.getByRole("button", { name: "Keur goed" }).click();
    await expect(draft).toContainText("nagelezen door een mens");
    const phone = await visit(PHONE);
    await office.seat(phone, "processor");
    await phone.goto(issue);
    await expect(phone.locator(".draft")).toContainText("nagelezen door een mens");
    await expectAccessible(phone, "a draft on a phone");
    await draft.getByRole("button", { name: "Gooi weg" }).click();
    await expect(draft).toHaveCount(0);
    await expect(heading).toBeVisible();
  });
});
