import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { entryLink } from "../support/people.ts";
import { expect, test } from "../support/server.ts";
import { median } from "./figures.ts";

/** Lighthouse as it judges a phone: its own slow network and processor, simulated. A folder of its own has it. */
const FOLDER = new URL("../../lighthouse/", import.meta.url).pathname;
const RUNS = 3;
/** Least points of 100 (ux.md §16). */
const AIMS = { performance: 95, accessibility: 100, "best-practices": 100 } as const;
type Category = keyof typeof AIMS;
type Report = {
  categories: Record<Category, { score: number; auditRefs: { id: string; weight: number }[] }>;
  audits: Record<string, { score: number | null; title: string; displayValue?: string }>;
};

test("lighthouse", async ({ server }) => {
  const reports: Report[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    reports.push(await judge(entryLink(server, "linde")));
  }
  console.log(`\nLighthouse, phone, median of ${RUNS}`);
  for (const [category, aim] of Object.entries(AIMS) as [Category, number][]) {
    const scores = reports.map((report) => Math.round(report.categories[category].score * 100));
    const middle = median(scores);
    console.log(`  ${category.padEnd(16)} ${String(middle).padStart(4)}  aim ${aim}  (${scores.join(" ")})`);
    expect.soft(middle, category).toBeGreaterThanOrEqual(aim);
  }
  for (const name of ["first-contentful-paint", "largest-contentful-paint", "total-blocking-time", "cumulative-layout-shift"]) {
    console.log(`  ${name.padEnd(26)} ${reports.map((report) => report.audits[name]?.displayValue ?? "-").join(", ")}`);
  }
  for (const finding of findings(reports)) {
    console.log(`  not full marks: ${finding}`);
  }
});

async function judge(url: string): Promise<Report> {
  const folder = mkdtempSync(join(tmpdir(), "lighthouse-"));
  const output = join(folder, "report.json");
  const flags = "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking";
  const categories = Object.keys(AIMS).join(",");
  try {
    await promisify(execFile)(
      join(FOLDER, "node_modules/.bin/lighthouse"),
      [url, "--quiet", "--output=json", `--output-path=${output}`, `--only-categories=${categories}`, `--chrome-flags=${flags}`],
      { env: { ...process.env, CHROME_PATH: process.env.LOKAAL_TEST_CHROMIUM ?? "/usr/bin/chromium" } },
    );
    return JSON.parse(readFileSync(output, "utf8")) as Report;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What cost points in any run. */
function findings(reports: Report[]): string[] {
  const found = reports.flatMap(({ categories, audits }) =>
    Object.values(categories).flatMap(({ auditRefs }) =>
      auditRefs
        .filter(({ id, weight }) => weight > 0 && (audits[id]?.score ?? 1) < 1)
        .map(({ id }) => `${audits[id]?.title} (${id})`),
    ),
  );
  return [...new Set(found)];
}
