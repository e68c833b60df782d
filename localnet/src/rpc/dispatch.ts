import { CODE, RpcError } from "./errors";
import { toJson } from "./json";

/** Runs a method by name; throws `RpcError`. */
export type Call = (method: string, params: readonly unknown[]) => unknown;

type Id = string | number | null;

/** Answers the text of one JSON-RPC request or batch. Null if nothing is to be answered (only notifications). */
export function answer(text: string, call: Call): string | null {
  let request: unknown;
  try {
    request = JSON.parse(text);
  } catch {
    return failure(null, new RpcError(CODE.parseError, "Parse error"));
  }
  if (!Array.isArray(request)) return answerOne(request, call);
  if (request.length === 0) return failure(null, new RpcError(CODE.invalidRequest, "Invalid request"));
  const answers = request.map((one) => answerOne(one, call)).filter((one) => one !== null);
  return answers.length === 0 ? null : `[${answers.join(",")}]`;
}

function answerOne(request: unknown, call: Call): string | null {
  if (request === null || typeof request !== "object" || Array.isArray(request)) {
    return failure(null, new RpcError(CODE.invalidRequest, "Invalid request"));
  }
  const { jsonrpc, id, method, params } = request as Record<string, unknown>;
  const answerId: Id = typeof id === "string" || typeof id === "number" ? id : null;
  if (jsonrpc !== "2.0")
    return failure(answerId, new RpcError(CODE.invalidRequest, "Unsupported JSON-RPC protocol version"));
  if (typeof method !== "string") return failure(answerId, new RpcError(CODE.invalidRequest, "Invalid request"));
  if (id === undefined) return null;
  try {
    if (params !== undefined && params !== null && !Array.isArray(params)) {
      throw new RpcError(CODE.invalidParams, "`params` should be an array");
    }
    return `{"jsonrpc":"2.0","result":${toJson(call(method, params ?? []) ?? null)},"id":${toJson(answerId)}}`;
  } catch (error) {
    return failure(answerId, error);
  }
}

function failure(id: Id, error: unknown): string {
  const { code, message, data } =
    error instanceof RpcError ? error : new RpcError(CODE.internalError, `Internal error: ${String(error)}`);
  return toJson({ jsonrpc: "2.0", error: { code, message, data }, id });
}
