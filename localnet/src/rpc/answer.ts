import type { Chain } from "../chain/chain";
import { answer } from "./dispatch";
import { httpMethod } from "./methods";

/** Told of each request before it is answered. */
export type RequestListener = (method: string, params: readonly unknown[]) => void;

/** Answers the text of one JSON-RPC request or batch. Null if nothing is to be answered (only notifications). */
export function answerRpc(chain: Chain, text: string, onRequest: RequestListener = () => {}): string | null {
  return answer(text, (name, params) => {
    onRequest(name, params);
    return httpMethod(name)(chain, params);
  });
}
