/** The least value that so many percent of them do not exceed, rounded; null without values. */
export function percentile(values: readonly number[], percent: number): number | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const index = Math.ceil((percent / 100) * sorted.length) - 1;
  return Math.round(sorted[Math.max(0, index)]!);
}
