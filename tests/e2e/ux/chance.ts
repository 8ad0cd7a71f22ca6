/** Numbers that look like chance and come again with the same seed (mulberry32). */
export class Chance {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** A whole number from zero, below `most`. */
  below(most: number): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (((mixed ^ (mixed >>> 14)) >>> 0) * most) / 2 ** 32 | 0;
  }

  of<T>(all: readonly T[]): T {
    const one = all[this.below(all.length)];
    if (one === undefined) {
      throw new Error("nothing to choose from");
    }
    return one;
  }

  /** A word that stands in no text. */
  word(): string {
    const syllables = ["ba", "ke", "lo", "mi", "nu", "pa", "ri", "so", "te", "vu", "wo", "ze"];
    return Array.from({ length: 6 }, () => this.of(syllables)).join("");
  }
}
