import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { start } from "./server.ts";

/** Where a demo on SQLite lies ready to be copied: making eighteen months of history takes longer than a story. */
const SEEDED = "LOKAAL_TEST_SEEDED";

/** Playwright's global set-up; whoever runs single stories again and again keeps a folder of their own. */
export default async function seed(): Promise<() => void> {
  if (process.env[SEEDED]) {
    return () => {};
  }
  const folder = mkdtempSync(join(tmpdir(), "lokaal-seeded-"));
  process.env[SEEDED] = folder;
  const running = await start("sqlite", folder);
  await running.stop();
  return () => rmSync(folder, { recursive: true, force: true });
}

/** A data folder of its own, with the demo in it when the engine keeps it there. */
export function dataFolder(engine: "sqlite" | "postgres"): string {
  const folder = mkdtempSync(join(tmpdir(), "lokaal-browser-"));
  const seeded = process.env[SEEDED];
  if (engine === "sqlite" && seeded) {
    cpSync(seeded, folder, { recursive: true });
  }
  return folder;
}
