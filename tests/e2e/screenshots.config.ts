import { defineConfig } from "@playwright/test";
import config from "./playwright.config.ts";

/** `npm run screenshots`: the pictures of the README, taken from the demo. */
export default defineConfig(config, { testDir: "pictures", reporter: "list", projects: [{ name: "sqlite" }] });
