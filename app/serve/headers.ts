/** What a server says with every file of the app. Any host can: `app/README.md` lists them. */

/** Where the app may fetch from: the node, and what else is configured. */
export interface Reached {
  rpcUrl: string;
  wsUrl?: string | null;
  keeperUrl?: string | null;
  indexerUrl?: string | null;
}

/** The policy: scripts and styles of this site alone, no text that becomes code, nothing inside a frame of somebody else. */
export function contentSecurityPolicy(reached: Reached): string {
  const rules: Record<string, string> = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    // A wallet brings its icon as data.
    "img-src": "'self' data:",
    "connect-src": ["'self'", ...originsOf(reached)].join(" "),
    "base-uri": "'none'",
    "form-action": "'none'",
    "frame-ancestors": "'none'",
    "require-trusted-types-for": "'script'",
    "trusted-types": "'none'",
  };
  return Object.entries(rules)
    .map(([name, value]) => `${name} ${value}`)
    .join("; ");
}

export const securityHeaders = (reached: Reached): Record<string, string> => ({
  "content-security-policy": contentSecurityPolicy(reached),
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  // Wallets open windows of their own.
  "cross-origin-opener-policy": "same-origin-allow-popups",
  "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=()",
});

function originsOf({ rpcUrl, wsUrl, keeperUrl, indexerUrl }: Reached): string[] {
  const http = new URL(rpcUrl);
  const urls = [rpcUrl, wsUrl ?? webSocketOf(http), keeperUrl, indexerUrl];
  // A path is of this site.
  const far = urls.filter((url): url is string => typeof url === "string" && !url.startsWith("/"));
  return [...new Set(far.map((url) => new URL(url)).map(({ protocol, host }) => `${protocol}//${host}`))];
}

/** Where web3.js and the SDK look for it. */
function webSocketOf({ protocol, hostname, port }: URL): string {
  const secure = protocol === "https:" ? "wss:" : "ws:";
  return `${secure}//${hostname}${port === "" ? "" : `:${Number(port) + 1}`}`;
}
