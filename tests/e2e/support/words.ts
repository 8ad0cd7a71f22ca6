import { readFileSync } from "node:fs";

/** Languages of the clients. */
export const LANGUAGES = ["nl", "fr", "en", "de"] as const;
export type Language = (typeof LANGUAGES)[number];

/** The words of the interface in a language, by their key. */
export function wordsOf(language: Language): (key: string) => string {
  const file = new URL(`../../../frontend/locales/${language}.json`, import.meta.url);
  const all = JSON.parse(readFileSync(file, "utf8")) as Record<string, string>;
  return (key) => {
    const words = all[key];
    if (words === undefined) {
      throw new Error(`${language}.json has no ${key}`);
    }
    return words;
  };
}
