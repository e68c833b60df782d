/** An error answer of JSON-RPC. */
export class RpcError extends Error {
  constructor(
    readonly code: number,
    message: string,
    readonly data?: unknown,
  ) {
    super(message);
  }
}

export const CODE = {
  parseError: -32700,
  invalidRequest: -32600,
  methodNotFound: -32601,
  invalidParams: -32602,
  internalError: -32603,
  blockCleanedUp: -32001,
  preflightFailure: -32002,
  blockNotAvailable: -32004,
  unsupportedTransactionVersion: -32015,
  minContextSlotNotReached: -32016,
} as const;

export function invalidParams(message: string, data?: unknown): RpcError {
  return new RpcError(CODE.invalidParams, message, data);
}

export function methodNotFound(): RpcError {
  return new RpcError(CODE.methodNotFound, "Method not found");
}
