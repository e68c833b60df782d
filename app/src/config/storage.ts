/** The browser's small store. Where it is switched off, as in some private windows, nothing is kept and everything else works. */

const PREFIX = "profit-share:";

export function kept(name: string): string | null {
  try {
    return localStorage.getItem(PREFIX + name);
  } catch {
    return null;
  }
}

/** @param value null forgets it */
export function keep(name: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(PREFIX + name);
    else localStorage.setItem(PREFIX + name, value);
  } catch {
    // It is as if it had never been said.
  }
}
