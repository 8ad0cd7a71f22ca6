import { readFileSync } from "node:fs";
import { expect, test } from "../support/server.ts";
import { LAPTOP } from "../support/visit.ts";

const HEADER = "ID;Wat merkt u op?;Hoe vaak ziet u dit?;E-mail";
const GOOD = [
  "501;Aan de glijbaan van het zwembad staan te weinig redders.;Elke week;an@voorbeeld.be",
  "502;De glijbaan is te ver voor wie geen auto heeft.;Enkele keren;bo@voorbeeld.be",
];
const BROKEN = [
  "503;Kort;Elke week;cas@voorbeeld.be",
  ";;Elke week;dries@voorbeeld.be",
  `505;${"Te lang. ".repeat(300)};Elke week;els@voorbeeld.be`,
];

test("a file with three broken rows brings in the others, and tells row and column", async ({ office, visit }) => {
  const desk = await visit(LAPTOP);
  await office.seat(desk, "processor");
  await desk.goto("/desk/import");
  const file = [HEADER, GOOD[0], ...BROKEN, GOOD[1]].join("\r\n");
  await desk
    .getByLabel("Kies bestand")
    .setInputFiles({ name: "antwoorden.csv", mimeType: "text/csv", buffer: Buffer.from(`\ufeff${file}`) });

  await test.step("columns with personal data are left out, and cannot be chosen", async () => {
    const row = desk.getByRole("row").filter({ hasText: "E-mail" });
    await expect(row).toContainText("Namen en e-mailadressen nemen we niet over.");
    await expect(row.getByRole("combobox")).toHaveCount(0);
    await expect(desk.locator("main")).not.toContainText("voorbeeld.be");
  });

  await test.step("each broken row is told with its row, its column and what is wrong", async () => {
    await desk.getByRole("button", { name: /^Importeer \d signalen$/ }).click();
    await expect(desk.getByText("2 nieuw, 0 stonden er al, 3 met fouten")).toBeVisible();
    const errors = desk.getByRole("region", { name: "Rijen met fouten" });
    const rows = errors.getByRole("row");
    await expect(rows).toHaveCount(4);
    for (const [number, problem] of [
      ["3", "Schrijf minstens 10 tekens"],
      ["4", "Vul dit in"],
      ["5", /^Schrijf hoogstens 2\.000 tekens/],
    ] as const) {
      const row = rows.filter({ has: desk.getByRole("cell", { name: number, exact: true }) });
      await expect(row.getByRole("cell").nth(1)).toHaveText("Wat merkt u op?");
      await expect(row.getByRole("cell").nth(2)).toHaveText(problem);
    }
  });

  await test.step("the errors are saved as a file", async () => {
    const download = desk.waitForEvent("download");
    await desk.getByRole("button", { name: "Bewaar de fouten als bestand" }).click();
    const saved = await download;
    expect(saved.suggestedFilename()).toBe("fouten.csv");
    const lines = readFileSync(await saved.path(), "utf8").trim().split("\r\n");
    expect(lines).toHaveLength(4);
    expect(lines[1]).toBe('"3";"Wat merkt u op?";"Schrijf minstens 10 tekens"');
  });

  await test.step("a reload finds the result again", async () => {
    await desk.reload();
    await expect(desk.getByText("2 nieuw, 0 stonden er al, 3 met fouten")).toBeVisible();
  });

  await test.step("the same file again changes nothing", async () => {
    await desk.getByRole("link", { name: "Importeer nog een bestand" }).click();
    await desk
      .getByLabel("Kies bestand")
      .setInputFiles({ name: "antwoorden.csv", mimeType: "text/csv", buffer: Buffer.from(`\ufeff${file}`) });
    await desk.getByRole("button", { name: /^Importeer \d signalen$/ }).click();
    await expect(desk.getByText("0 nieuw, 2 stonden er al, 3 met fouten")).toBeVisible();
  });
});

test("a file that is no table is refused in words, and another one can be chosen", async ({ office, visit }) => {
  const desk = await visit(LAPTOP, [400, 413, 415, 422]);
  await office.seat(desk, "processor");
  await desk.goto("/desk/import");
  const input = desk.getByLabel("Kies bestand");
  await input.setInputFiles({
    name: "foto.xlsx",
    mimeType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    buffer: Buffer.from("geen werkblad"),
  });
  await expect(desk.getByRole("alert").filter({ hasText: "Er is een probleem" })).toBeVisible();
  await input.setInputFiles({
    name: "goed.csv",
    mimeType: "text/csv",
    buffer: Buffer.from("Wat merkt u op?\r\nDe rolstoelhelling is te steil voor wie alleen is.\r\n"),
  });
  await expect(desk.getByRole("button", { name: "Importeer 1 signaal" })).toBeVisible();
  await expect(desk.getByRole("alert").filter({ hasText: "Er is een probleem" })).toHaveCount(0);
});
