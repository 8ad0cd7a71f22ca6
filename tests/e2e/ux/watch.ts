/** What a person saw of a page while it loaded; times are milliseconds since the page was asked for. */
export type Seen = {
  /** When the field for the text took its first key. */
  firstKey: number;
  /** When the app took the page over. */
  ready: number;
  /** When the largest thing on it was painted. */
  paint: number;
  /** How far things moved (cumulative layout shift). */
  shift: number;
  /** What tasks took over 50 ms, between the first paint and the app (total blocking time). */
  blocked: number;
  /** Keys pressed in the field. */
  typed: number;
  /** Characters that stand in it in the end. */
  kept: number;
};

declare global {
  interface Window {
    seen: Seen;
  }
}

/** Runs in the page before anything of it; only looks, and puts the caret where a person would. */
export function watch(): void {
  const seen = { firstKey: Number.NaN, ready: Number.NaN, paint: Number.NaN, shift: 0, blocked: 0, typed: 0, kept: 0 };
  window.seen = seen;
  const looks = new MutationObserver(() => {
    const field = document.getElementById("field-text");
    if (field && !field.dataset.watched) {
      field.dataset.watched = "true";
      field.focus();
      field.addEventListener("keydown", () => {
        seen.typed += 1;
      });
      field.addEventListener("input", () => {
        seen.firstKey = Number.isNaN(seen.firstKey) ? performance.now() : seen.firstKey;
      });
    }
    if (Number.isNaN(seen.ready) && document.querySelector("#app[data-shown]")) {
      seen.ready = performance.now();
    }
  });
  looks.observe(document, { childList: true, subtree: true, attributes: true });
  const follow = (type: string, take: (entry: PerformanceEntry) => void) =>
    new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true });
  follow("largest-contentful-paint", (entry) => {
    seen.paint = entry.startTime;
  });
  follow("layout-shift", (entry) => {
    const { value, hadRecentInput } = entry as unknown as { value: number; hadRecentInput: boolean };
    seen.shift += hadRecentInput ? 0 : value;
  });
  follow("longtask", (entry) => {
    seen.blocked += Number.isNaN(seen.ready) ? Math.max(0, entry.duration - 50) : 0;
  });
}
