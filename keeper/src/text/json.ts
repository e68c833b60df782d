/** JSON has no bigint: amounts are texts of base units. */
export const jsonText = (value: unknown): string =>
  JSON.stringify(value, (_, one) => (typeof one === "bigint" ? one.toString() : one));
