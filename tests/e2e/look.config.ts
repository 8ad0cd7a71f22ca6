import { defineConfig } from "@playwright/test";
import config from "./playwright.config.ts";
export default defineConfig(config, { testDir: "look", reporter: "line", workers: 1, timeout: 600_000, projects: [{ name: "sqlite" }] });
