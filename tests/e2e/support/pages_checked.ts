import type { Reporter, TestCase, TestResult } from "@playwright/test/reporter";
import { CHECKED } from "./axe.ts";

/** Says at the end how many pages axe saw. */
export default class PagesChecked implements Reporter {
  #pages = 0;

  onTestEnd(_test: TestCase, result: TestResult): void {
    for (const { type, description } of result.annotations) {
      this.#pages += type === CHECKED ? Number(description) : 0;
    }
  }

  onEnd(): void {
    if (this.#pages > 0) {
      console.log(`axe checked ${this.#pages} pages`);
    }
  }

  printsToStdio(): boolean {
    return false;
  }
}
