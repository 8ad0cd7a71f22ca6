import { expectAccessible } from "../support/axe.ts";
import { expect, test } from "../support/server.ts";
import { LAPTOP, PHONE } from "../support/visit.ts";

test("everybody reads the public page without script, on a phone and in the dark", async ({ office, visit }) => {
  const ids = await office.bringsIn("hooivork", ["De hooivork van de buurttuin is stuk voor tien gezinnen."]);
  const issue = await office.opensIssue("Buurttuinen hebben geen gereedschap", ids);
  await office.publishes(issue.id, "Buurttuinen hebben <b>geen</b> gereedschap.");

  for (const [look, device] of Object.entries({
    phone: { ...PHONE, javaScriptEnabled: false },
    dark: { ...PHONE, colorScheme: "dark" as const },
    laptop: LAPTOP,
  })) {
    const page = await visit(device);
    await page.goto("/linde/");
    await expect(page).toHaveTitle(/^Wat we hoorden, wat we doen - /);
    const article = page.getByRole("article").filter({ hasText: "Buurttuinen hebben geen gereedschap" });
    await expect(article).toContainText("Buurttuinen hebben <b>geen</b> gereedschap.");
    await expect(page.locator("script")).toHaveCount(0);
    if (look !== "phone") {
      const widest = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(widest, `nothing is wider than the screen of the ${look}`).toBeLessThanOrEqual(0);
      await expectAccessible(page, `public page, ${look}`);
    }
    await page.screenshot({ path: test.info().outputPath(`public-${look}.png`), fullPage: true });
  }
});

test("a reader of feeds finds them and can read them", async ({ visit }) => {
  const page = await visit(LAPTOP);
  await page.goto("/linde/");
  const addresses = await page.locator("link[rel=alternate][type]").evaluateAll((links) =>
    links.map((link) => new URL((link as HTMLLinkElement).href).pathname),
  );
  expect(addresses).toEqual(["/linde/feed.atom", "/linde/feed.json"]);
  const atom = await (await page.request.get("/linde/feed.atom")).text();
  const root = await page.evaluate((xml) => {
    const parsed = new DOMParser().parseFromString(xml, "application/xml");
    return [parsed.documentElement.namespaceURI, parsed.querySelectorAll("parsererror").length];
  }, atom);
  expect(root).toEqual(["http://www.w3.org/2005/Atom", 0]);
  const feed = await (await page.request.get("/linde/feed.json")).json();
  expect(feed.version).toBe("https://jsonfeed.org/version/1.1");
});

test("an address that no authority has is told in the same style", async ({ visit }) => {
  const page = await visit(PHONE, [404]);
  const answer = await page.goto("/nergens/");
  expect(answer?.status()).toBe(404);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Deze pagina bestaat niet");
  await expectAccessible(page, "page that does not exist");
});
