/** The value under which that part of all lies. */
export function at(values: readonly number[], part: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}

/** The one in the middle. */
export function median(values: readonly number[]): number {
  return at(values, 0.5);
}
