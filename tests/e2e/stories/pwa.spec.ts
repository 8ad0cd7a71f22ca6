import type { Page } from "@playwright/test";
import { appIsThere, area, draftsKept, goTo, heading, opened, SAVED, SENT, write } from "../support/device.ts";
import { entryLink } from "../support/people.ts";
import { expect, test } from "../support/server.ts";
import { PHONE } from "../support/visit.ts";

test("the page opens without network once it was open before", async ({ server, visit, office }) => {
  const phone = await opened(await visit(PHONE), entryLink(server, "linde"));
  await workerRuns(phone);
  await phone.context().setOffline(true);
  await phone.reload();
  await appIsThere(phone);
  await write(phone, "Zonder netwerk in de kelder van het fietsenhotel.");
  await expect(heading(phone, SAVED)).toBeFocused();
  await phone.context().setOffline(false);
  await expect(heading(phone, SENT)).toBeVisible();
  expect(await office.stored("fietsenhotel")).toHaveLength(1);
});

test("the worker keeps the shell and nothing that anybody wrote or read", async ({ server, visit }) => {
  const phone = await opened(await visit(PHONE), entryLink(server, "linde"));
  await workerRuns(phone);
  await write(phone, "De zandbak van het park is een kattenbak geworden.");
  await expect(heading(phone, SENT)).toBeVisible();
  await goTo(phone, "Mijn signalen");
  await expect(phone.getByText(/kattenbak/)).toBeVisible();
  const paths = await phone.evaluate(async () => {
    const requests = await Promise.all((await caches.keys()).map(async (name) => (await caches.open(name)).keys()));
    return requests.flat().map((request) => new URL(request.url).pathname);
  });
  expect(paths.length).toBeGreaterThan(3);
  expect(paths.filter((path) => path !== "/linde/m/" && !path.startsWith("/assets/"))).toEqual([]);
});

test("a new version waits until somebody asks for it, and costs no text", async ({ server, visit }) => {
  const phone = await opened(await visit(PHONE), entryLink(server, "linde"));
  await workerRuns(phone);
  // This device has the shell of a version before: the script of this one is new to it.
  await phone.evaluate(async () => {
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys()) {
        if (new URL(request.url).pathname.endsWith(".js")) await cache.delete(request);
      }
    }
  });
  await phone.reload();
  await appIsThere(phone);
  await area(phone).fill("Deze tekst is");
  const banner = phone.getByRole("region", { name: "Er is een nieuwe versie" });
  await expect(banner).toBeVisible();
  // The worker may have known before the page could listen: then the page asks.
  await phone.evaluate(() => {
    (document.getElementById("update") as HTMLElement).hidden = true;
    navigator.serviceWorker.controller?.postMessage("news?");
  });
  await expect(banner).toBeVisible();
  await expect(area(phone)).toHaveValue("Deze tekst is");
  await area(phone).press("ControlOrMeta+End");
  await phone.keyboard.type(" nog niet af.");
  const reloaded = phone.waitForEvent("load");
  await banner.getByRole("button", { name: "Vernieuw nu" }).click();
  await reloaded;
  await appIsThere(phone);
  await expect(area(phone)).toHaveValue("Deze tekst is nog niet af.");
  await expect(banner).toBeHidden();
});

test("a device without room is not renewed over a text", async ({ server, visit }) => {
  const phone = await opened(await visit(PHONE), entryLink(server, "linde"));
  await workerRuns(phone);
  await phone.evaluate(() => {
    IDBObjectStore.prototype.put = () => {
      throw new DOMException("full", "QuotaExceededError");
    };
    (document.getElementById("update") as HTMLElement).hidden = false;
  });
  await area(phone).fill("Deze tekst staat alleen op het scherm.");
  await phone.getByRole("button", { name: "Vernieuw nu" }).click();
  await phone.evaluate(() => new Promise((done) => requestIdleCallback(done)));
  await expect(area(phone)).toHaveValue("Deze tekst staat alleen op het scherm.");
});

test("another app shares a text with the form", async ({ server, visit }) => {
  const phone = await opened(await visit(PHONE), entryLink(server, "linde"));
  await workerRuns(phone);
  await area(phone).fill("Dit stond er al.");
  await expect.poll(() => draftsKept(phone)).toBe(1);
  const sent: string[] = [];
  phone.context().on("request", (request) => sent.push(`${request.serviceWorker() ? "worker" : "page"} ${request.method()} ${request.url()}`));
  await share(phone, "Gedeeld vanuit een andere app.");
  await appIsThere(phone);
  await expect(area(phone)).toHaveValue("Dit stond er al.\n\nGedeeld vanuit een andere app.");
  await expect.poll(() => draftsKept(phone)).toBe(1);
  expect(phone.url()).toBe(`${server.url}/linde/m/`);
  expect(sent.filter((line) => line.startsWith("worker POST"))).toEqual([]);
});

test("what is shared with a device without worker is not kept by the server", async ({ server, visit }) => {
  const phone = await opened(await visit({ ...PHONE, serviceWorkers: "block" }), entryLink(server, "linde"));
  await share(phone, "Niemand leest dit woord: appelboomgaardpad.");
  await appIsThere(phone);
  await expect(area(phone)).toHaveValue("");
  expect(server.output()).not.toContain("appelboomgaardpad");
});

test("each authority is an app that a phone can install", async ({ server, visit }) => {
  const phone = await opened(await visit(PHONE), entryLink(server, "linde"));
  await workerRuns(phone);
  const browser = await phone.context().newCDPSession(phone);
  const found = await browser.send("Page.getAppManifest");
  expect(found.errors).toEqual([]);
  const manifest = JSON.parse(found.data ?? "{}");
  expect(manifest).toMatchObject({
    id: "/linde/m/",
    start_url: "/linde/m/",
    scope: "/linde/m/",
    display: "standalone",
    lang: "nl",
    shortcuts: [{ name: "Nieuw signaal", url: "/linde/m/" }],
    share_target: { action: "/linde/m/share", method: "POST", params: { text: "text" } },
  });
  expect(JSON.stringify(manifest.share_target)).not.toContain("files");
  for (const icon of manifest.icons) {
    const size = await phone.evaluate(async (src) => {
      const image = new Image();
      image.src = src;
      await image.decode();
      return `${image.naturalWidth}x${image.naturalHeight}`;
    }, icon.src);
    expect(size).toBe(icon.sizes);
  }
  const { installabilityErrors } = await browser.send("Page.getInstallabilityErrors");
  // The browsers of stories keep nothing: that is all that is in the way.
  expect(installabilityErrors.map(({ errorId }) => errorId)).toEqual(["in-incognito"]);
});

test("who sent two signals may put the app on the home screen", async ({ server, visit }) => {
  const phone = await opened(await visit(PHONE), entryLink(server, "linde"));
  await phone.evaluate(() => {
    const event = new Event("beforeinstallprompt", { cancelable: true });
    Object.assign(event, { prompt: () => document.body.setAttribute("data-asked", "") });
    dispatchEvent(event);
  });
  const card = phone.getByRole("heading", { name: "Zet deze app op uw beginscherm" });
  await write(phone, "De eerste keer dat we dit op dit toestel zien.");
  await expect(heading(phone, SENT)).toBeVisible();
  await goTo(phone, "Instellingen");
  await expect(phone.getByRole("heading", { level: 1, name: "Instellingen" })).toBeFocused();
  await expect(card).toHaveCount(0);
  await goTo(phone, "Nieuw signaal");
  await write(phone, "De tweede keer dat we dit op dit toestel zien.");
  await expect(heading(phone, SENT)).toBeVisible();
  await goTo(phone, "Instellingen");
  await expect(card).toBeVisible();
  await phone.getByRole("button", { name: "Zet op beginscherm" }).click();
  await expect(phone.locator("body[data-asked]")).toBeAttached();
});

test("who said no to the home screen, and presses again, is told how to do it", async ({ server, visit }) => {
  const phone = await opened(await visit(PHONE), entryLink(server, "linde"));
  for (const text of ["Een eerste signaal, toen nee.", "Een tweede signaal, toen toch."]) {
    await goTo(phone, "Nieuw signaal");
    await write(phone, text);
    await expect(heading(phone, SENT)).toBeVisible();
  }
  // As browsers do it: an event lets itself be asked once; another one may come, or not.
  await phone.evaluate(() => {
    const offer = (outcome: string) => {
      const event = new Event("beforeinstallprompt", { cancelable: true });
      let isUsed = false;
      const prompt = () => {
        if (isUsed) throw new DOMException("used", "InvalidStateError");
        isUsed = true;
        document.body.dataset.asked = `${Number(document.body.dataset.asked ?? 0) + 1}`;
      };
      dispatchEvent(Object.assign(event, { prompt, userChoice: Promise.resolve({ outcome }) }));
    };
    Object.assign(self, { offer });
    offer("dismissed");
  });
  await goTo(phone, "Instellingen");
  const press = phone.getByRole("button", { name: "Zet op beginscherm" });
  await press.click();
  await expect(phone.getByText("Kies in het menu van uw browser ‘Toevoegen aan startscherm’.")).toBeVisible();
  await press.click();
  await expect(phone.getByText("Kies in het menu van uw browser ‘Toevoegen aan startscherm’.")).toBeVisible();
  await expect(phone.locator("body[data-asked='1']")).toBeAttached();
  await phone.evaluate(() => (self as unknown as { offer(outcome: string): void }).offer("accepted"));
  await press.click();
  await expect(phone.getByText("De app staat op uw beginscherm.")).toBeVisible();
  await expect(phone.locator("body[data-asked='2']")).toBeAttached();
});

test("an iPhone is told how to put the app on the home screen", async ({ server, visit }) => {
  const page = await visit(PHONE);
  await page.addInitScript(() => Object.defineProperty(navigator, "standalone", { value: false }));
  const phone = await opened(page, entryLink(server, "linde"));
  for (const text of ["Een eerste signaal van een iPhone.", "Een tweede signaal van een iPhone."]) {
    await write(phone, text);
    await expect(heading(phone, SENT)).toBeVisible();
    await goTo(phone, "Nieuw signaal");
  }
  await goTo(phone, "Instellingen");
  await expect(phone.getByText("Kies ‘Zet op beginscherm’.")).toBeVisible();
  await expect(phone.getByText(/kent uw volgcodes niet/)).toBeVisible();
});

test("a language that was chosen stays chosen, also without network", async ({ server, visit }) => {
  const phone = await opened(await visit(PHONE), entryLink(server, "linde"));
  await workerRuns(phone);
  await goTo(phone, "Deutsch");
  await expect(phone.getByRole("button", { name: "Signal senden" })).toBeVisible();
  await expect.poll(() => languageKept(phone)).toBe("de");
  await phone.context().setOffline(true);
  await phone.reload();
  await appIsThere(phone);
  await expect(phone.locator("html")).toHaveAttribute("lang", "de");
});

/** The worker is installed, has the shell, and answers for this page. */
async function workerRuns(phone: Page): Promise<void> {
  await phone.evaluate(async () => {
    await navigator.serviceWorker.ready;
    if (!navigator.serviceWorker.controller) {
      await new Promise((done) => navigator.serviceWorker.addEventListener("controllerchange", done, { once: true }));
    }
  });
}

/** As a phone does it when somebody shares a text. */
async function share(phone: Page, text: string): Promise<void> {
  const opening = phone.waitForEvent("load");
  await phone.evaluate((text) => {
    const form = document.createElement("form");
    Object.assign(form, { method: "post", enctype: "multipart/form-data", action: "/linde/m/share" });
    const field = document.createElement("textarea");
    Object.assign(field, { name: "text", value: text });
    form.append(field);
    document.body.append(form);
    form.submit();
  }, text);
  await opening;
}

function languageKept(phone: Page): Promise<string | undefined> {
  return phone.evaluate(async () => {
    const [name] = await caches.keys();
    const page = name && (await (await caches.open(name)).match("/linde/m/"));
    return page ? /<html lang="(..)"/.exec(await page.text())?.[1] : undefined;
  });
}
