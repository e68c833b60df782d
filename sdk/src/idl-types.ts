/** The IDL's types as TypeScript types: a changed program does not compile against an old use. */
import type { PublicKey } from "@solana/web3.js";
import type { ProfitShareIdl } from "./program";

export interface Field {
  readonly name: string;
  readonly type: unknown;
}

type TypeDef = ProfitShareIdl["types"][number];
export type AccountName = ProfitShareIdl["accounts"][number]["name"];
export type EventName = ProfitShareIdl["events"][number]["name"];

type CamelCase<S extends string> = S extends `${infer Head}_${infer Tail}`
  ? `${Head}${Capitalize<CamelCase<Tail>>}`
  : S;

type FieldsOf<Name> = Extract<TypeDef, { name: Name }> extends { type: { fields: readonly (infer F)[] } } ? F : never;

type ValueOf<T> = T extends "u8" | "u16" | "u32"
  ? number
  : T extends "u64" | "i64"
    ? bigint
    : T extends "bool"
      ? boolean
      : T extends "pubkey"
        ? PublicKey
        : T extends { array: readonly ["u8", number] }
          ? Uint8Array
          : T extends { defined: { name: infer Name } }
            ? Struct<Name>
            : never;

type Values<F> = {
  [K in F as K extends Field ? CamelCase<K["name"]> : never]: K extends Field ? ValueOf<K["type"]> : never;
};

/** A struct of the IDL as a plain object. */
export type Struct<Name> = Values<FieldsOf<Name>>;

/** The arguments of an instruction as a plain object. */
export type Args<I extends { args: readonly unknown[] }> = Values<I["args"][number]>;
