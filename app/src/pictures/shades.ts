/** How several bots are told apart in one picture: by lightness of one hue, so that nobody has to tell red from green. */
const SHADES = ["var(--shade-1)", "var(--shade-2)", "var(--shade-3)", "var(--shade-4)"] as const;

/** Of the nth bot; those beyond the last share it. */
export const shadeOf = (index: number): string => SHADES[Math.min(index, SHADES.length - 1)]!;
