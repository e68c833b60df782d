/**
 * Written by scripts/idl-module.mjs from the program's IDL: the names and types in it, in short.
 *
 * Names are in camelCase, except those of instructions. Fields: a type, then the names that have it, such as
 * `u8:version,bump pubkey:owner`. Types: `u8[16]` is 16 bytes, `u8[]` bytes and `Row[]` a list, with a u32 in front that says
 * how many. Discriminators are not here: they are hashes of the names.
 */

/** Where the program is. */
export const ADDRESS = "PStJb5p8CcWcGMfibwgfvzkS2t9xNYFeh58wCjBMYg6";

/** The accounts: `!` signs, `*` is written to, `?` can be left out. The arguments. The type of what is returned. */
export const INSTRUCTIONS = {
  accept_bot: ["newOwner! bot*"],
  accept_keeper: ["newAdmin! keeper*"],
  claim: ["owner! destination* bot subscription* escrow* tokenProgram", "u64:instance,amount"],
  claim_vault: ["owner! destination* bot vault* tokenProgram"],
  close_subscription: ["rentPayer* subscriber destination*? subscription* escrow* bot* vault* tokenProgram eventAuthority program", "u64:instance"],
  deposit: ["owner! source* subscription* escrow* tokenProgram", "pubkey:bot u64:instance,amount"],
  payout: ["destination* bot subscription* escrow* tokenProgram"],
  publish_bot: ["creator! payer!* payoutWallet bot* vault* mint keeper? quoteMarket? tokenProgram systemProgram", "u8[16]:id u8:source TermsInput:terms u64:minPayout"],
  register_keeper: ["creator! payer!* keeper* systemProgram", "u8[16]:id pubkey:signer"],
  set_cap: ["subscriber! subscription*", "pubkey:bot u64:instance,dailyCap"],
  set_keeper_signer: ["admin! keeper*", "pubkey:signer"],
  set_open: ["owner! bot*", "bool:open"],
  set_payout: ["owner! payoutWallet bot*", "u64:minPayout"],
  settle: ["subscription* venueUser eventAuthority program"],
  settle_attested: ["signer! keeper subscription* eventAuthority program", "pubkey:bot u64:instance Close:close"],
  settle_batch: ["signer!? keeper? eventAuthority program", "Row[]:rows", "Skipped[]"],
  subscribe: ["subscriber! agent! payer!* depositor! source*? bot* subscription* escrow* venueUser mint tokenProgram systemProgram", "SubscribeInput:input"],
  sync: ["subscription* escrow"],
  transfer_bot: ["owner! bot*", "pubkey:newOwner"],
  transfer_keeper: ["admin! keeper*", "pubkey:newAdmin"],
  unsubscribe: ["signer! subscription* venueUser eventAuthority program", "pubkey:bot u64:instance"],
  update_terms: ["owner! bot* keeper?", "TermsInput:terms"],
  waive: ["owner! bot subscription*", "u64:instance,amount"],
  withdraw: ["subscriber! destination* subscription* escrow* venueUser tokenProgram eventAuthority program", "pubkey:bot u64:instance,amount"],
} as const;

export const ACCOUNTS = {
  Bot: "u8:version,bump,vaultBump,open u8[4]:reservedHead pubkey:creator u8[16]:id pubkey:owner,pendingOwner,payoutWallet Terms:terms u64:minPayout,subscriptions,closed,closedProfit,closedAccrued,closedCredited,closedWaived u8[32]:reserved",
  Keeper: "u8:version,bump u8[6]:reservedHead pubkey:creator u8[16]:id pubkey:admin,pendingAdmin,signer u8[64]:reserved",
  Subscription: "u8:version,bump,state,beingLiquidated u16:accountNo,liquidationId pubkey:bot,escrow,subscriber,agent,venueUser,rentPayer u64:instance Terms:terms i64:mark,last u64:loss,profitTotal,accrued,credited,claimed,waived,balance,dailyCap,nextDailyCap u32:nextDailyCapDay,windowDay u64:windowAccrued,totalDeposits,totalWithdraws,sequence u8[32]:reference,head i64:subscribedAt,settledAt,closingAt,endedAt u8[64]:reserved",
} as const;

export const EVENTS = {
  BotPublished: "pubkey:bot,creator u16:profitShareBps",
  BotTransferStarted: "pubkey:bot,pendingOwner",
  BotTransferred: "pubkey:bot,owner",
  CapSet: "pubkey:subscription u64:dailyCap u32:fromDay",
  Claimed: "pubkey:subscription u64:amount,claimed pubkey:destination",
  Closed: "pubkey:subscription,bot u64:instance i64:endedAt u64:sequence u8[32]:head u64:profitTotal,accrued,credited,claimed,waived,writtenOff,toVault,toSubscriber",
  Funded: "pubkey:subscription u64:amount,paid,balance",
  KeeperRegistered: "pubkey:keeper,admin,signer",
  KeeperSignerSet: "pubkey:keeper,signer",
  KeeperTransferStarted: "pubkey:keeper,pendingAdmin",
  KeeperTransferred: "pubkey:keeper,admin",
  OpenSet: "pubkey:bot bool:open",
  PayoutSet: "pubkey:bot,payoutWallet u64:minPayout",
  Settled: "pubkey:subscription Record:record u8[32]:head",
  SettledBatch: "u8[]:settlements",
  Subscribed: "pubkey:subscription,bot u64:instance pubkey:subscriber,agent u32:termsVersion u64:dailyCap,deposit i64:mark u64:loss",
  TermsUpdated: "pubkey:bot u32:version u16:profitShareBps",
  Unsubscribed: "pubkey:subscription,signer u8:state",
  VaultClaimed: "pubkey:bot u64:amount pubkey:destination",
  Waived: "pubkey:subscription u64:amount,waived",
  Withdrawn: "pubkey:subscription u64:amount,balance pubkey:destination",
} as const;

/** What those are made of. Of an enum its variants: a name, then the fields. */
export const TYPES = {
  Close: "u64:sequence i64:closePnl u8[32]:reference bool:isFinal",
  Record: "u64:sequence u8:kind,flags i64:time,closePnl,last,realized,mark u64:lossBefore,loss,profit,dropped,accrued,credited u8[32]:reference",
  Row: ["verified", "attested u64:instance Close:close"],
  Skipped: "u8:row u64:error",
  SubscribeInput: "u32:termsVersion u16:maxProfitShareBps,accountNo u64:dailyCap,deposit",
  Terms: "u8:source,feeBasis u16:profitShareBps u32:version u64:minBalance,minDailyCap pubkey:keeper,mint u8[32]:hash",
  TermsInput: "u8:feeBasis u16:profitShareBps u64:minBalance,minDailyCap u8[32]:hash",
} as const;
