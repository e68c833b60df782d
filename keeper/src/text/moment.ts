/** A moment as people read it: "2026-11-28 12:00:00 UTC". */
export const utcText = (moment: Date): string => `${moment.toISOString().slice(0, 19).replace("T", " ")} UTC`;
