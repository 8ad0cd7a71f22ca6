import type { Page } from "@playwright/test";

/** What is wider than the screen, and which words are cut off. `down`: also those that go on below their box. */
export function cutOff(page: Page, { down } = { down: false }): Promise<string[]> {
  return page.evaluate((down) => {
    // Not the window: a phone shows more of a page that is too wide.
    const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
    const hides = (overflow: string) => overflow === "hidden" || overflow === "clip";
    const cut = [...document.querySelectorAll<HTMLElement>("body *")].filter((element) => {
      const { overflowX, overflowY, textOverflow, position } = getComputedStyle(element);
      const isForReadersOnly = position === "absolute" && element.clientWidth <= 1;
      const sideways = hides(overflowX) && textOverflow !== "ellipsis" && element.scrollWidth > element.clientWidth + 1;
      // A field of several lines scrolls in itself.
      const below = down && hides(overflowY) && element.scrollHeight > element.clientHeight + 1 && element.tagName !== "TEXTAREA";
      return !isForReadersOnly && (sideways || below);
    });
    const names = cut.map((element) => `${element.tagName} ${element.className}: ${element.innerText.slice(0, 40)}`);
    return wide > 0 ? [`wider than the screen by ${wide}`, ...names] : names;
  }, down);
}
