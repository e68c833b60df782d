/** Servers beside the node: the keeper and the index. They answer JSON, and `{"error": …}` where they do not do it. */

/** A server did not do what it was asked. */
export class ServerFailure extends Error {
  override readonly name = "ServerFailure";

  constructor(
    message: string,
    /** Of the HTTP answer; null if there was none. */
    readonly status: number | null,
    /** What kind of refusal it is, as the server names it; null if it does not. */
    readonly reason: string | null = null,
    /** Seconds after which to ask again; null if it does not say. */
    readonly retryAfter: number | null = null,
  ) {
    super(message);
  }
}

const TIMEOUT_MS = 30_000;

/**
 * @param who as it is called in sentences
 * @param body sent as JSON; left out, it is a GET
 * @throws ServerFailure
 */
export async function askJson(who: string, url: string, body?: unknown): Promise<unknown> {
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const post = { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
  const response = await fetch(url, { signal, ...(body === undefined ? {} : post) }).catch((error: Error) => {
    const what = error.name === "TimeoutError" ? `does not answer within ${TIMEOUT_MS / 1_000} s` : "cannot be reached";
    throw new ServerFailure(`${who} ${what}: try again in a moment`, null);
  });
  const answer: unknown = await response.json().catch(() => null);
  if (response.ok && answer !== null) return answer;
  const { error, reason } = (answer ?? {}) as { error?: unknown; reason?: unknown };
  const after = Number(response.headers.get("retry-after") ?? "");
  throw new ServerFailure(
    typeof error === "string" ? error : `${who} answers ${response.status} and no words`,
    response.status,
    typeof reason === "string" ? reason : null,
    Number.isFinite(after) && after > 0 ? after : null,
  );
}
