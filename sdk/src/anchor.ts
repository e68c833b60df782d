/**
 * `@profit-share/sdk/anchor`: Anchor's typed `Program`, for those who work with Anchor already. It needs `@coral-xyz/anchor`
 * beside this package; everything else in this SDK does without.
 */
import { type Idl, Program, type Provider } from "@coral-xyz/anchor";
import { IDL, type ProfitShareIdl } from "./idl";

/** The IDL as Anchor's client types it: names in camelCase, nothing read-only. */
export type ProfitShare = Camel<ProfitShareIdl>;

/** Anchor's client of the program. @param provider left out, Anchor's global one */
export function anchorProgram(provider?: Provider): Program<ProfitShare> {
  // Anchor renames the values as the type says.
  return new Program(IDL as unknown as Idl, provider) as unknown as Program<ProfitShare>;
}

/** The keys whose values Anchor renames. */
type Renamed = "name" | "path" | "account" | "relations" | "generic";

type Camel<T, Key = ""> = T extends string
  ? Key extends Renamed
    ? CamelCase<T>
    : T
  : T extends object
    ? { -readonly [K in keyof T]: Camel<T[K], T extends readonly unknown[] ? Key : K> }
    : T;

type CamelCase<S extends string> = Uncapitalize<
  S extends `${infer Head}.${infer Tail}` ? `${Joined<Head>}.${CamelCase<Tail>}` : Joined<Unshouted<S>>
>;

/** The name of a constant in lower case. */
type Unshouted<S extends string> = S extends Uppercase<S> ? Lowercase<S> : S;

type Joined<S extends string> = S extends `${infer Head}_${infer Tail}` ? `${Head}${Capitalize<Joined<Tail>>}` : S;
