import { defineConfig } from "@playwright/test";
import config from "./playwright.config.ts";

/** `cargo xtask ux`: measures what people wait for. One at a time, so that nothing but the page takes the processor. */
export default defineConfig(config, {
  testDir: "ux",
  workers: 1,
  timeout: 300_000,
  reporter: "list",
  // A trace takes pictures, which takes time from the page.
  use: { ...config.use, trace: "off", screenshot: "off" },
  projects: [{ name: "sqlite" }],
});
