import { defineConfig } from "@playwright/test";
import type { ServerOptions } from "./support/server.ts";

/**
 * `cargo xtask test browser` builds the server and the release clients, starts a PostgreSQL cluster,
 * and calls this. Stories run on SQLite; those tagged @both run on PostgreSQL as well.
 */
export default defineConfig<ServerOptions, ServerOptions>({
  testDir: "stories",
  globalSetup: "./support/seed.ts",
  outputDir: "test-results",
  fullyParallel: true,
  forbidOnly: true,
  workers: 2,
  // No story is retried: a flaky story is a failed story.
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [
    ["list"],
    ["./support/pages_checked.ts"],
    ["json", { outputFile: process.env.LOKAAL_TEST_RESULTS ?? "test-results/results.json" }],
  ],
  use: {
    actionTimeout: 10_000,
    locale: "nl-BE",
    timezoneId: "Europe/Brussels",
    screenshot: "only-on-failure",
    trace: "retain-on-failure",
    launchOptions: {
      executablePath: process.env.LOKAAL_TEST_CHROMIUM ?? "/usr/bin/chromium",
      args: [
        "--lang=nl-BE",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
  projects: [
    { name: "sqlite", use: { engine: "sqlite" } },
    { name: "postgres", grep: /@both/, use: { engine: "postgres" } },
  ],
});
