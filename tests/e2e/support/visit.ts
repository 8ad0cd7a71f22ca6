import {
  type Browser,
  type BrowserContextOptions,
  type ConsoleMessage,
  expect,
  type Page,
} from "@playwright/test";
import type { Server } from "./server.ts";

/**
 * Opens a device of its own: cookies, storage and screen are shared with nobody. `refusals` are the statuses with which
 * the server may refuse something in this story.
 */
export type Visit = (device?: BrowserContextOptions, refusals?: readonly number[]) => Promise<Page>;

/** A phone of the smallest usual kind. */
export const PHONE: BrowserContextOptions = {
  viewport: { width: 360, height: 740 },
  deviceScaleFactor: 2,
  hasTouch: true,
  isMobile: true,
  colorScheme: "light",
};

/** The usual laptop of an office. */
export const LAPTOP: BrowserContextOptions = { viewport: { width: 1366, height: 768 } };

type Needs = { browser: Browser; server: Server };

/** Whatever a story shows: a page that writes an error to its console, or breaks its own content policy, fails it. */
export async function visiting(
  { browser, server }: Needs,
  use: (visit: Visit) => Promise<void>,
): Promise<void> {
  const complaints: string[] = [];
  const closing: (() => Promise<void>)[] = [];
  await use(async (device = {}, refusals = []) => {
    const context = await browser.newContext({ baseURL: server.url, ...device });
    closing.push(() => context.close());
    const page = await context.newPage();
    const complain = (what: string) => complaints.push(`${page.url()}: ${what}`);
    page.on("pageerror", (error) => complain(error.stack ?? error.message));
    page.on("console", (message) => {
      if (message.type() === "error" && !isExpected(message, refusals)) {
        complain(message.text());
      }
    });
    return page;
  });
  await Promise.all(closing.map((close) => close()));
  expect(complaints, "errors on the console").toEqual([]);
}

/**
 * The browser writes every refusal to the console. A visitor without cookie is always told so; and a story that cuts the
 * network hears of it.
 */
function isExpected(message: ConsoleMessage, refusals: readonly number[]): boolean {
  if (/net::ERR_(INTERNET_DISCONNECTED|CONNECTION_RESET|FAILED)|error occurred when fetching the script/.test(message.text())) {
    return true;
  }
  const status = Number(/ responded with a status of (\d{3}) /.exec(message.text())?.[1]);
  const { url } = message.location();
  return url.endsWith("/api/v1/logins/refresh") ? status === 401 : refusals.includes(status);
}
