import type { z } from "zod";
import type { Chain } from "../chain/chain";
import { CODE, invalidParams, RpcError } from "./errors";
import { parseParam } from "./params";

/** Answers one method: positional parameters in, result out; throws `RpcError`. */
export type Method = (chain: Chain, params: readonly unknown[]) => unknown;
export type Methods = Record<string, Method>;

type Values<A extends readonly z.ZodType[]> = { [K in keyof A]: z.output<A[K]> };

/**
 * A method with the parameters `schemas`, of which the first `required` must be given.
 * The others see `undefined` if they are missing and must accept null, which clients send for them.
 */
export function method<const A extends readonly z.ZodType[]>(
  required: number,
  schemas: A,
  run: (chain: Chain, ...values: Values<A>) => unknown,
): Method {
  return (chain, params) => run(chain, ...parseParams(required, schemas, params));
}

/** Throws a node's answer to a wrong number of parameters or a bad one. */
export function parseParams<const A extends readonly z.ZodType[]>(
  required: number,
  schemas: A,
  params: readonly unknown[],
): Values<A> {
  checkCount(params.length, required, schemas.length);
  return schemas.map((schema, index) => parseParam(schema, params[index])) as Values<A>;
}

function checkCount(given: number, required: number, possible: number): void {
  if (possible === 0 && given > 0) throw invalidParams("Invalid parameters: No parameters were expected");
  if (required === possible) {
    if (given < required) {
      throw invalidParams(`Invalid params: invalid length ${given}, expected a tuple of size ${required}.`);
    }
    if (given > possible) {
      throw invalidParams(`Invalid params: invalid length ${given}, expected fewer elements in array.`);
    }
  }
  if (given < required) throw invalidParams(`\`params\` should have at least ${required} argument(s)`);
  if (given > possible) {
    const message = `Invalid parameters: Expected from ${required} to ${possible} parameters.`;
    throw invalidParams(message, `"Got: ${given}"`);
  }
}

/** Throws if the chain has not reached the slot that the caller has seen elsewhere. */
export function requireSlot(
  chain: Chain,
  config: { minContextSlot?: number | null | undefined } | null | undefined,
): void {
  const minimum = config?.minContextSlot ?? 0;
  if (chain.slots.slot >= minimum) return;
  throw new RpcError(CODE.minContextSlotNotReached, "Minimum context slot has not been reached", {
    contextSlot: chain.slots.slot,
  });
}

/** The value with the slot at which it was read. */
export function withContext<T>(chain: Chain, value: T): { context: { slot: number; apiVersion: string }; value: T } {
  return { context: { slot: chain.slots.slot, apiVersion: API_VERSION }, value };
}

/** The Agave release whose JSON-RPC the answers follow. */
export const API_VERSION = "4.3.2";
