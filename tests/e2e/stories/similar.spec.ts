import type { Page } from "@playwright/test";
import { expectAccessible } from "../support/axe.ts";
import { area, heading, opened, SAVED, SENT } from "../support/device.ts";
import type { Office } from "../support/office.ts";
import { entryLink } from "../support/people.ts";
import { expect, test } from "../support/server.ts";
import { LAPTOP, PHONE } from "../support/visit.ts";

const TITLE = "Te weinig zwemlessen voor anderstalige kinderen";
const TEXT = "Anderstalige kinderen staan in onze school op een wachtlijst voor zwemlessen.";

test("a sender says with one tap to see what an issue is about, and a processor confirms with one key", async ({
  office,
  server,
  visit,
}) => {
  const issue = await published(office);
  const phone = await visit(PHONE);
  const typed: string[] = [];
  phone.on("request", (request) => {
    if (request.postData()?.includes("zwemlessen")) {
      typed.push(`${request.method()} ${new URL(request.url()).pathname}`);
    }
  });
  await opened(phone, entryLink(server, "linde"));
  await area(phone).fill("zwemlessen kinderen school wachtlijst");
  await area(phone).fill(TEXT);
  await expect(phone.getByText("1 knelpunt lijkt hierop")).toBeVisible();
  await expectAccessible(phone, "an issue that the text resembles");
  expect(typed, "the text does not leave the device before Send").toEqual([]);
  await join(phone).click();
  await expect(heading(phone, SENT)).toBeFocused();
  expect(typed).toEqual(["POST /api/v1/signals"]);

  const [signal] = await office.stored("zwemlessen wachtlijst");
  expect(signal?.issues).toEqual([]);
  const desk = await visit(LAPTOP);
  await office.seat(desk, "processor");
  await desk.goto(`/desk/signals/${signal?.id}`);
  await expect(desk.getByText("De signaalgever ziet dit knelpunt ook")).toBeVisible();
  await expectAccessible(desk, "an issue that the sender sees too");
  await desk.keyboard.press("l");
  await expect(desk.getByRole("status").getByText(`Gekoppeld aan ${issue.number}`)).toBeVisible();
  await expect(desk.getByText("De signaalgever ziet dit knelpunt ook")).toHaveCount(0);
});

test("what resembles a text is found without network, and goes along when there is one", async ({ office, server, visit }) => {
  const issue = await published(office);
  const phone = await opened(await visit(PHONE), entryLink(server, "linde"));
  await area(phone).fill(TEXT);
  await expect(join(phone)).toBeVisible();
  await area(phone).fill("");
  await expect(join(phone)).toHaveCount(0);
  await phone.context().setOffline(true);
  await area(phone).fill(`${TEXT} Dat is in de wijk Ter Poperenhof.`);
  await join(phone).click();
  await expect(heading(phone, SAVED)).toBeFocused();
  await phone.context().setOffline(false);
  await expect(heading(phone, SENT)).toBeVisible();
  const [signal] = await office.stored("Poperenhof");
  expect(signal?.seenIssue).toMatchObject({ id: issue.id });
});

test("a text about something else is left in peace", async ({ office, server, visit }) => {
  await published(office);
  const phone = await opened(await visit(PHONE), entryLink(server, "linde"));
  await area(phone).fill("De verwarming in het rusthuis aan de vaart staat al twee weken stil.");
  // The question of the coach comes later than an issue would.
  await expect(phone.locator(".coach__words")).not.toHaveText("");
  await expect(join(phone)).toHaveCount(0);
});

/** The one issue that these stories are about; the server of a worker is shared by its stories. */
async function published(office: Office) {
  const known = (await office.published()).find(({ title }) => title === TITLE);
  if (known) {
    return office.issue(known.id);
  }
  const ids = await office.bringsIn("badmuts", ["Geen badmuts en geen zwemles voor tien anderstalige kinderen."]);
  const issue = await office.opensIssue(TITLE, ids);
  return office.publishes(issue.id, "Kinderen die thuis een andere taal spreken, wachten maanden op zwemlessen.");
}

function join(phone: Page) {
  return phone.getByRole("button", { name: `Ja, dit zie ik ook: ${TITLE}` });
}
