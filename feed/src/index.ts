/** Changes of accounts, transactions and slots as they happen. */
export type {
  AccountChange,
  Feed,
  FeedListener,
  FeedLogger,
  FeedStatus,
  Gap,
  ProgramFilter,
  Subject,
  ToldAccount,
  TransactionSeen,
} from "./feed";
export { openWebSocketFeed, type WebSocketFeedOptions } from "./websocket/feed";
export { openYellowstoneFeed, type YellowstoneFeedOptions } from "./yellowstone/feed";
export { checkYellowstone } from "./yellowstone/library";
export { askYellowstone } from "./yellowstone/version";
