/** `@profit-share/app/serve`: building the app and serving it beside a chain. Node's part; the app itself is in `src`. */
export { builtApp } from "./build";
export { contentSecurityPolicy, securityHeaders } from "./headers";
export type { Behind } from "./proxy";
export { type AppConfig, type AppServer, serveApp } from "./server";
