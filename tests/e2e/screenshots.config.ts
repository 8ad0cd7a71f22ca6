import { defineConfig } from "@playwright/test";
import config from "./playwright.config.ts";

/** `cargo xtask ux pictures`: those of the README and of docs/guide/nl, taken from the demo. */
export default defineConfig(config, { testDir: "pictures", reporter: "list", projects: [{ name: "sqlite" }] });
