import { randomBytes, randomUUID } from "node:crypto";
import { expect, type Page } from "@playwright/test";
import { JORIS, passwordOf, totp, totpOf } from "./people.ts";
import type { Server } from "./server.ts";

/** What an administrator can give somebody. */
export type Role = "processor" | "leadProcessor" | "policyOfficer" | "administrator";

/** Somebody who exists for one story only. */
export type Account = { name: string; email: string; password: string; secret: string };

/** An issue as the API tells it, as far as stories look. */
export type Issue = { id: string; number: string; title: string; version: number; state: string };

const AUTHORITY = "linde";
const PASSWORD = "vier-wolken-boven-het-dak";
/** An access token lives ten minutes. */
const TOKEN_MS = 8 * 60_000;

type Login = { token: string; since: number };
type Sent = { body?: unknown; raw?: { kind: string; bytes: string }; version?: number };

/**
 * An office that works through the API: it brings about what a story begins with, so that the story itself is told in
 * the browser. Every worker has one.
 */
export class Office {
  readonly #server: Server;
  readonly #logins = new Map<string, Login>();
  #clerk: Account | null = null;

  constructor(server: Server) {
    this.#server = server;
  }

  /** Invites somebody who is to send signals and nothing else. */
  async invitesProvider(name: string, email: string): Promise<void> {
    await this.#ask("POST", "/invitations", { body: { name, email, roles: ["provider"] } }, JORIS);
  }

  /** Seats somebody new with these roles at the desk of a page. */
  async seat(page: Page, ...roles: Role[]): Promise<Account> {
    const { account, draft } = await this.#newcomer(roles);
    await page.goto("/desk/");
    const status = await page.evaluate(
      async ({ draft, authority }) => {
        const answer = await fetch("/api/v1/invitations/accept", {
          method: "POST",
          headers: {
            "content-type": "application/json",
            "lokaalsignaal-authority": authority,
            "idempotency-key": crypto.randomUUID(),
          },
          body: JSON.stringify(draft),
        });
        return answer.status;
      },
      { draft, authority: AUTHORITY },
    );
    expect(status, "the invitation is accepted").toBe(201);
    await page.goto("/desk/");
    await expect(page.getByRole("navigation").first()).toBeVisible();
    return account;
  }

  /**
   * Imports signals with these texts; every one of them holds the word, which stands nowhere else. A theme, in words,
   * becomes a proposal. Answers their ids.
   */
  async bringsIn(word: string, texts: readonly string[], theme = ""): Promise<string[]> {
    for (const text of texts) {
      expect(text, "a text of the story").toContain(word);
    }
    const before = await this.#find(word);
    await this.#imports(texts.map((text) => [text, theme]));
    const after = await this.#find(word);
    return after.filter((id) => !before.includes(id));
  }

  /** Imports very many signals, each with one of the themes. */
  async bringsInMany(word: string, many: number, themes: readonly string[]): Promise<void> {
    const text = (at: number) => `De ${word} brandt niet voor ${at + 2} gezinnen in onze straat, al weken.`;
    const rows = Array.from({ length: many }, (_, at) => [text(at), themes[at % themes.length] ?? ""] as const);
    await this.#imports(rows, 900_000);
  }

  /** Imports texts with their themes, and waits until they are there. */
  async #imports(signals: readonly (readonly [text: string, theme: string])[], patience = 20_000): Promise<void> {
    const rows = signals.map(([text, theme]) => `${randomUUID()};"${text.replaceAll('"', '""')}";${theme}`);
    const bytes = ["ID;Wat merkt u op?;Thema", ...rows].join("\r\n");
    const made = await this.#ask("POST", "/imports", { raw: { kind: "text/csv", bytes } });
    const columns: Record<string, string> = {};
    for (const [position, column] of (made.columns as { field?: string }[]).entries()) {
      if (column.field) {
        columns[position] = column.field;
      }
    }
    await this.#ask("POST", `/imports/${made.id}/start`, { body: { columns } });
    await expect
      .poll(async () => (await this.#ask("GET", `/imports/${made.id}`)).state, { timeout: patience })
      .toBe("done");
  }

  /** Makes an issue of signals. */
  async opensIssue(title: string, signals: readonly string[]): Promise<Issue> {
    return (await this.#ask("POST", "/issues", { body: { title, signals } })) as Issue;
  }

  /** An issue as it is now. */
  async issue(id: string): Promise<Issue & Record<string, unknown>> {
    return (await this.#ask("GET", `/issues/${id}`)) as Issue & Record<string, unknown>;
  }

  /** Takes a step with an issue, such as `dismiss`, in the version that is stored now. */
  async moves(id: string, step: string, body: unknown = {}): Promise<Issue> {
    const { version } = await this.issue(id);
    return (await this.#ask("POST", `/issues/${id}/${step}`, { body, version })) as Issue;
  }

  /** Everything that a lead processor does until everybody may read an issue. */
  async publishes(id: string, description: string): Promise<Issue> {
    const organisations = (await this.#ask("GET", "/organisations")).items as { id: string }[];
    await this.describes(id, {
      description,
      themes: ["housing"],
      kind: "gap",
      governanceLevel: "municipality",
      criteria: ["clear", "neutral", "recognised", "shared"],
    });
    for (const organisation of organisations.slice(0, 2)) {
      await this.moves(id, "recognitions", { organisation: organisation.id });
    }
    for (const step of ["analyse", "validate", "publish"]) {
      await this.moves(id, step);
    }
    return this.issue(id);
  }

  /** What an authority shows to everybody. */
  async published(): Promise<{ id: string; title: string }[]> {
    const page = await this.#send("GET", `/authorities/${AUTHORITY}/issues`, {});
    return page.items as { id: string; title: string }[];
  }

  /** Changes the words of an issue, as a colleague would do meanwhile. */
  async describes(id: string, body: Record<string, unknown>): Promise<Issue> {
    const { version } = await this.issue(id);
    return (await this.#ask("PATCH", `/issues/${id}`, { body, version })) as Issue;
  }

  /** Sends whatever is owed about an issue. */
  async answers(id: string): Promise<void> {
    for (;;) {
      const page = await this.#ask("GET", "/feedback?pageSize=100");
      const owed = (page.items as { id: string; issue?: string; version: number }[]).find((batch) => batch.issue === id);
      if (!owed) {
        return;
      }
      const text = "Dank u. Wij hebben dit samen bekeken en beslist.";
      await this.#ask("PUT", `/feedback/${owed.id}`, { body: { text }, version: owed.version });
      await this.#ask("POST", `/feedback/${owed.id}/send`, { body: {} });
    }
  }

  /** A signal as it is now. */
  async signal(id: string): Promise<Record<string, unknown>> {
    return this.#ask("GET", `/signals/${id}`);
  }

  /** Ends a signal as an opinion, as a colleague would do meanwhile. */
  async ends(id: string): Promise<void> {
    const { version } = (await this.signal(id)) as { version: number };
    const body = { as: "notStructural", reason: "opinion", note: "Een mening." };
    await this.#ask("POST", `/signals/${id}/end`, { body, version });
  }

  /** Asks the sender of a signal something. */
  async questions(id: string, text: string): Promise<void> {
    const { version } = (await this.signal(id)) as { version: number };
    await this.#ask("POST", `/signals/${id}/questions`, { body: { text }, version });
  }

  /** Every signal whose text has the word, whatever became of it. */
  async stored(word: string): Promise<Record<string, unknown>[]> {
    const page = await this.#ask("GET", `/signals?pageSize=100&q=${encodeURIComponent(word)}`);
    const stored: Record<string, unknown>[] = [];
    // One after the other: a hundred at once are turned away.
    for (const { id } of page.items as { id: string }[]) {
      stored.push(await this.signal(id));
    }
    return stored;
  }

  async #find(word: string): Promise<string[]> {
    const ids: string[] = [];
    // The words of what is held stand in no index.
    for (const filter of [`state=received&state=linked&q=${encodeURIComponent(word)}`, "state=held"]) {
      const page = await this.#ask("GET", `/signals?pageSize=100&${filter}`);
      ids.push(...(page.items as { id: string }[]).map((signal) => signal.id));
    }
    return ids;
  }

  /** Somebody who was invited and may accept at once. */
  async #newcomer(roles: readonly Role[]) {
    const name = `Medewerker ${randomBytes(4).toString("hex")}`;
    const email = `${name.toLowerCase().replace(" ", ".")}@linde.example`;
    const invitation = await this.#ask("POST", "/invitations", { body: { name, email, roles } }, JORIS);
    const code = new URL(invitation.url as string).hash.replace(`#invite=${AUTHORITY}.`, "");
    const offer = await this.#send("POST", "/invitations/query", { body: { code } });
    const secret = offer.totpSecret as string;
    const account: Account = { name, email, password: PASSWORD, secret };
    return { account, draft: { code, password: PASSWORD, totp: totp(secret), locale: "nl" } };
  }

  /** Who does the office's own work: nobody of the demo, and nobody whom a story invites. */
  async #ownClerk(): Promise<Account> {
    if (!this.#clerk) {
      const { account, draft } = await this.#newcomer(["processor", "leadProcessor"]);
      const login = await this.#send("POST", "/invitations/accept", { body: draft });
      this.#logins.set(account.email, { token: login.accessToken as string, since: Date.now() });
      this.#clerk = account;
    }
    return this.#clerk;
  }

  async #ask(method: string, path: string, sent: Sent = {}, as?: string): Promise<Record<string, unknown>> {
    const email = as ?? (await this.#ownClerk()).email;
    try {
      return await this.#send(method, path, sent, await this.#token(email));
    } catch (refusal) {
      // The demo renews its accounts when it starts: whoever signs in within that second is shown out again.
      if (!(refusal instanceof Error && refusal.message.includes("invalidAccessToken"))) {
        throw refusal;
      }
      this.#logins.delete(email);
      return this.#send(method, path, sent, await this.#token(email));
    }
  }

  async #token(email: string): Promise<string> {
    const known = this.#logins.get(email);
    if (known && Date.now() - known.since < TOKEN_MS) {
      return known.token;
    }
    const isClerk = email === this.#clerk?.email;
    const password = isClerk ? PASSWORD : passwordOf(this.#server);
    const code = totpOf(this.#server, email, isClerk ? this.#clerk?.secret : undefined);
    const login = await this.#send("POST", "/logins", { body: { email, password, totp: code } });
    const token = login.accessToken as string;
    this.#logins.set(email, { token, since: Date.now() });
    return token;
  }

  async #send(method: string, path: string, sent: Sent, token?: string): Promise<Record<string, unknown>> {
    const { body, raw, version } = sent;
    const answer = await fetch(`${this.#server.url}/api/v1${path}`, {
      method,
      headers: {
        origin: this.#server.url,
        "lokaalsignaal-authority": AUTHORITY,
        ...(token ? { authorization: `Bearer ${token}` } : {}),
        ...(method === "POST" ? { "idempotency-key": randomUUID() } : {}),
        ...(version === undefined ? {} : { "if-match": `"${version}"` }),
        ...(raw ? { "content-type": raw.kind } : {}),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      body: raw ? raw.bytes : body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await answer.text();
    if (!answer.ok) {
      throw new Error(`${method} ${path} answers ${answer.status}: ${text}`);
    }
    return text ? JSON.parse(text) : {};
  }
}
