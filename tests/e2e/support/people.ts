import { createHmac } from "node:crypto";
import { expect, type Page } from "@playwright/test";
import type { Server } from "./server.ts";

/** People of the demo (demo/people.json); one story signs in as one of them at most. */
export const NORA = "nora@linde.example";
export const BRAM = "bram@linde.example";
export const ELIF = "elif@linde.example";
export const GREET = "greet@heidebeek.example";
export const HILDE = "hilde@linde.example";
export const TOM = "tom@pool.example";
/** The administrator of Linde: works for {@link Office}, and signs in on no page. */
export const JORIS = "joris@linde.example";

const STEP_SECONDS = 30;
/** A code works once: the next one is that of the next half minute, which the server takes already. */
const lastUsed = new Map<string, number>();

/** Signs in as an office worker does: address, password, code of the app. */
export async function signIn(page: Page, server: Server, email: string): Promise<void> {
  await page.goto("/desk/");
  await page.locator("input[type=email]").fill(email);
  await page.locator("input[type=password]").fill(passwordOf(server));
  await page.locator("input[autocomplete=one-time-code]").fill(totpOf(server, email));
  await page.locator("form button[type=submit]").click();
  await expect(page.getByRole("navigation").first()).toBeVisible();
}

/** The password of everybody in the demo. */
export function passwordOf(server: Server): string {
  const password = /ACCOUNTS \(password of all: (.+)\)/.exec(server.output())?.[1];
  if (!password) {
    throw new Error("the demo prints no password");
  }
  return password;
}

/** The next code of somebody's app; of the demo when no secret is given. */
export function totpOf(server: Server, email: string, known?: string): string {
  const row = new RegExp(`${email.replaceAll(".", "\\.")}\\s+\\d{6}\\s+([A-Z2-7]+)`);
  const secret = known ?? row.exec(server.output())?.[1];
  if (!secret) {
    throw new Error(`the demo prints no account of ${email}`);
  }
  return codeOf(server, email, secret);
}

/** The link on the poster of an authority. */
export function entryLink(server: Server, slug: string): string {
  const link = new RegExp(`Phone, ${slug}\\s+(\\S+)`).exec(server.output())?.[1];
  if (!link) {
    throw new Error(`the demo prints no link of ${slug}`);
  }
  return link;
}

/** The link to a signal of an authority that the demo tells of. */
export function signalLink(server: Server, slug: string, what: string): string {
  const link = new RegExp(`${what}\\s+(\\S+/${slug}/m/#r=\\S+)`).exec(server.output())?.[1];
  if (!link) {
    throw new Error(`the demo prints no signal of ${slug}: ${what}`);
  }
  return link;
}

function codeOf(server: Server, email: string, secret: string): string {
  const now = Math.floor(Date.now() / 1000 / STEP_SECONDS);
  const key = `${server.url} ${email}`;
  const step = Math.max(now, (lastUsed.get(key) ?? 0) + 1);
  lastUsed.set(key, step);
  return totp(secret, step);
}

/** RFC 6238 with SHA-1 and six digits, as authenticator apps do it; now when no step is given. */
export function totp(secret: string, step = Math.floor(Date.now() / 1000 / STEP_SECONDS)): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const tag = createHmac("sha1", fromBase32(secret)).update(counter).digest();
  const offset = (tag.at(-1) ?? 0) & 0xf;
  const number = (tag.readUInt32BE(offset) & 0x7fff_ffff) % 1_000_000;
  return String(number).padStart(6, "0");
}

function fromBase32(secret: string): Buffer {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = [...secret].map((letter) => letters.indexOf(letter).toString(2).padStart(5, "0")).join("");
  const bytes = bits.match(/.{8}/g) ?? [];
  return Buffer.from(bytes.map((byte) => Number.parseInt(byte, 2)));
}
