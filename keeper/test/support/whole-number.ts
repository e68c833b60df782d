/** An option of a command, such as `--runs`. @throws Error naming it */
export function wholeNumber(option: string, text: string): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < 0)
    throw new Error(`--${option}: has to be a whole number, not "${text}"`);
  return number;
}
