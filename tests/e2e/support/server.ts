import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { closeSync, openSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { test as base } from "@playwright/test";
import { LanguageModelServer } from "./language_model.ts";
import { type Mail, MailServer } from "./mail.ts";
import { Office } from "./office.ts";
import { dataFolder } from "./seed.ts";
import { type Visit, visiting } from "./visit.ts";

/** A demo makes eighteen months of history before it answers; on a busy machine that takes a while. */
const READY_MS = 150_000;

export type ServerOptions = {
  engine: "sqlite" | "postgres";
  /** How browsers call this machine: passkeys belong to a name, never to a number. */
  host: "127.0.0.1" | "localhost";
  /** Whether the server looks at signals by itself: stories that count what is proposed do without it. */
  analysis: boolean;
};

/** A running server with its own data folder and its own database. */
export type Server = {
  /** Origin, such as http://127.0.0.1:40123. */
  url: string;
  /** What the server printed: addresses, accounts and their secrets. */
  output: () => string;
  /** Its data folder. */
  data: string;
  /** The mails that it handed to a real SMTP server so far. */
  mails: () => readonly Mail[];
  /** What its language model was given to read, a list of texts for each question. */
  sent: () => readonly (readonly { text: string }[])[];
};

type Story = { baseURL: string; visit: Visit };

/** Stories import `test` from here; every worker has a server of its own. */
export const test = base.extend<Story, ServerOptions & { server: Server; office: Office }>({
  engine: ["sqlite", { option: true, scope: "worker" }],
  host: ["127.0.0.1", { option: true, scope: "worker" }],
  analysis: [false, { option: true, scope: "worker" }],
  server: [
    async ({ engine, host, analysis }, use) => {
      const data = dataFolder(engine);
      const running = await start(engine, data, host, analysis);
      await use(running.server);
      await running.stop();
      rmSync(data, { recursive: true, force: true });
    },
    { scope: "worker", timeout: READY_MS },
  ],
  office: [async ({ server }, use) => use(new Office(server)), { scope: "worker" }],
  baseURL: async ({ server }, use) => use(server.url),
  visit: visiting,
});

export { expect } from "@playwright/test";

/** Starts a server with the demo in a data folder, which it fills when it is empty. */
export async function start(
  engine: ServerOptions["engine"],
  data: string,
  host: ServerOptions["host"] = "127.0.0.1",
  analysis: ServerOptions["analysis"] = false,
) {
  const binary = process.env.LOKAAL_TEST_SERVER;
  if (!binary) {
    throw new Error("LOKAAL_TEST_SERVER names no server; run `cargo xtask test browser`");
  }
  const log = join(data, "server.log");
  const port = await freePort();
  const url = `http://${host}:${port}`;
  const mail = await MailServer.start();
  const languageModel = await LanguageModelServer.start();
  const environment = {
    ...process.env,
    LOKAAL_PUBLIC_BASE_URL: url,
    LOKAAL_SMTP_URL: `smtp://127.0.0.1:${mail.port}`,
    // The push service of a story is of this machine.
    LOKAAL_PUSH_ANYWHERE: "true",
    LOKAAL_ANALYSIS: String(analysis),
    LOKAAL_LANGUAGE_MODEL_URL: languageModel.url,
    LOKAAL_LANGUAGE_MODEL: "klein-model",
    LOKAAL_LANGUAGE_MODEL_HOSTS: "127.0.0.1",
    ...(engine === "postgres" ? database(binary) : {}),
  };
  const output = openSync(log, "w");
  const child = spawn(
    binary,
    ["serve", "--demo", "--data", data, "--bind", "127.0.0.1", "--port", String(port)],
    { env: environment, stdio: ["ignore", output, output] },
  );
  closeSync(output);
  const printed = () => readFileSync(log, "utf8");
  await ready(`${url}/ready`, child, printed);
  return {
    server: { url, data, output: printed, mails: () => mail.received, sent: () => languageModel.read },
    stop: async () => {
      const ended = new Promise((resolve) => child.once("exit", resolve));
      if (child.exitCode === null && child.kill("SIGTERM")) {
        await ended;
      }
      await mail.stop();
      await languageModel.stop();
    },
  };
}

/** A fresh database, made by the superuser, migrated by its owner, used by the application's role. */
function database(binary: string): Record<string, string> {
  const name = `browser_${process.pid}_${Date.now()}`;
  execFileSync("psql", [
    address("LOKAAL_TEST_PG_ADMIN", name),
    "--no-psqlrc",
    "--quiet",
    `--command=CREATE DATABASE ${name} OWNER ls_owner`,
  ]);
  const addresses = {
    LOKAAL_DATABASE_URL: address("LOKAAL_TEST_PG_APP", name),
    LOKAAL_DATABASE_OWNER_URL: address("LOKAAL_TEST_PG_OWNER", name),
    LOKAAL_DATABASE_MAINTENANCE_URL: address("LOKAAL_TEST_PG_MAINTENANCE", name),
    // The cluster of the tests does not wait for the disk.
    LOKAAL_ALLOW_UNSAFE_DATABASE: "true",
  };
  execFileSync(binary, ["migrate"], { env: { ...process.env, ...addresses }, stdio: "inherit" });
  return addresses;
}

function address(variable: string, name: string): string {
  const template = process.env[variable];
  if (!template) {
    throw new Error(`${variable} is not set; run \`cargo xtask test browser\``);
  }
  return template.replace("{database}", name);
}

async function ready(url: string, child: ChildProcess, printed: () => string): Promise<void> {
  const deadline = Date.now() + READY_MS;
  for (;;) {
    if (child.exitCode !== null || Date.now() > deadline) {
      throw new Error(`the server is not ready:\n${printed()}`);
    }
    const answer = await fetch(url).catch(() => null);
    if (answer?.ok) {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const found = probe.address();
      probe.close(() => {
        if (found && typeof found === "object") {
          resolve(found.port);
        } else {
          reject(new Error("no free port"));
        }
      });
    });
  });
}
