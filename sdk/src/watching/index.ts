/** `@profit-share/sdk/watching`: subscriptions as they change, in a browser or a server. */
export type { Socket, SocketConstructor } from "./account-socket";
export { type Watch, type Watched, type WatchOptions, watchSubscriptions } from "./watch";
