export { Chain, type ChainEvents, type ChainOptions } from "./chain/chain";
export type { TokenBalance, TransactionRecord } from "./chain/ledger";
export { LAMPORTS_PER_BYTE } from "./chain/rent";
export type { AccountState } from "./chain/runtime";
export { decodeTransaction, type WireTransaction } from "./chain/wire";
export * from "./drift";
export { type Localnet, type LocalnetOptions, startLocalnet } from "./localnet";
export { answerRpc } from "./rpc/answer";
