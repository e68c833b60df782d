// Written by scripts/build-program.sh from the program's source.
export const IDL = {
  "address": "PStJb5p8CcWcGMfibwgfvzkS2t9xNYFeh58wCjBMYg6",
  "metadata": {
    "name": "profit_share",
    "version": "0.1.0",
    "spec": "0.1.0",
    "description": "Splits the realized profit of a trading subscription between creator and subscriber"
  },
  "instructions": [
    {
      "name": "accept_bot",
      "docs": [
        "Takes over a bot with all that is unclaimed and the vault; the new owner becomes the payout wallet.",
        "Requires: the pending owner's signature. Event: `BotTransferred` (log)."
      ],
      "discriminator": [
        248,
        122,
        255,
        47,
        241,
        96,
        235,
        41
      ],
      "accounts": [
        {
          "name": "new_owner",
          "docs": [
            "User account: the owner to be."
          ],
          "signer": true
        },
        {
          "name": "bot",
          "docs": [
            "Write account: the bot."
          ],
          "writable": true
        }
      ],
      "args": []
    },
    {
      "name": "accept_keeper",
      "docs": [
        "Takes over a keeper. Requires: the pending admin's signature. Event: `KeeperTransferred` (log)."
      ],
      "discriminator": [
        112,
        6,
        127,
        244,
        84,
        236,
        171,
        228
      ],
      "accounts": [
        {
          "name": "new_admin",
          "docs": [
            "User account: the admin to be."
          ],
          "signer": true
        },
        {
          "name": "keeper",
          "docs": [
            "Write account: the keeper."
          ],
          "writable": true
        }
      ],
      "args": []
    },
    {
      "name": "claim",
      "docs": [
        "Moves min(`amount`, claimable) to any token account of the mint; nothing to claim is no error.",
        "",
        "Requires: the bot owner's signature; an amount above zero. Event: `Claimed` (log)."
      ],
      "discriminator": [
        62,
        198,
        214,
        193,
        213,
        159,
        108,
        210
      ],
      "accounts": [
        {
          "name": "owner",
          "docs": [
            "User account: owner of the bot."
          ],
          "signer": true,
          "relations": [
            "bot"
          ]
        },
        {
          "name": "bot",
          "docs": [
            "Read account: the subscription's bot."
          ],
          "relations": [
            "subscription"
          ]
        },
        {
          "name": "subscription",
          "docs": [
            "Write account: the subscription."
          ],
          "writable": true
        },
        {
          "name": "escrow",
          "docs": [
            "Write account: its escrow."
          ],
          "writable": true,
          "relations": [
            "subscription"
          ]
        },
        {
          "name": "destination",
          "docs": [
            "User account: any token account of the mint."
          ],
          "writable": true
        },
        {
          "name": "token_program",
          "address": "TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA"
        }
      ],
      "args": [
        {
          "name": "amount",
          "type": "u64"
        }
      ]
    },
    {
      "name": "claim_vault",
      "docs": [
        "Moves all that is in the bot's vault to any token account of the mint.",
        "Requires: the owner's signature. Event: `VaultClaimed` (log)."
      ],
      "discriminator": [
        87,
        111,
        176,
        185,
        53,
        172,
        227,
        137
      ],
      "accounts": [
        {
          "name": "owner",
          "docs": [
            "User account: owner of the bot."
          ],
          "signer": true,
          "relations": [
            "bot"
          ]
        },
        {
          "name": "bot",
          "docs": [
            "Read account: the bot."
          ]
        },
        {
          "name": "vault",
          "docs": [
            "Write account: its vault."
          ],
          "writable": true,
          "pda": {
            "seeds": [
              {
                "kind": "const",
                "value": [
                  118,
                  97,
                  117,
                  108,
                  116
                ]
              },
              {
                "kind": "account",
                "path": "bot"
              }
            ]
          }
        },
        {
          "name": "destination",
          "docs": [
            "User account: any token account of the mint."
          ],
          "writable": true
        },
        {
          "name": "token_program",
          "address": "TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA"
        }
      ],
      "args": []
    },
    {
      "name": "close_subscription",
      "docs": [
        "Closes an ended subscription: settles once more if only the clock ended it, takes in what `sync`",
        "would find, pays what is owed, moves the claimable to the bot's vault and the rest to the",
        "subscriber, returns the rent. Anyone.",
        "",
        "Requires: an ended subscription; nothing owed, or 7 days since the end, then what is owed is",
        "written off; if there is money for the subscriber, its associated token account, or any that it",
        "signs for. Events: `Settled`, `Closed` (self-CPI)."
      ],
      "discriminator": [
        33,
        214,
        169,
        135,
        35,
        127,
        78,
        7
      ],
      "accounts": [
        {
          "name": "subscription",
          "docs": [
            "Close account: the subscription."
          ],
          "writable": true
        },
        {
          "name": "escrow",
          "docs": [
            "Close account: its escrow."
          ],
          "writable": true,
          "relations": [
            "subscription"
          ]
        },
        {
          "name": "bot",
          "docs": [
            "Write account: its bot."
          ],
          "writable": true,
          "relations": [
            "subscription"
          ]
        },
        {
          "name": "vault",
          "docs": [
            "Write account: the bot's vault, which takes what is claimable."
          ],
          "writable": true,
          "pda": {
            "seeds": [
              {
                "kind": "const",
                "value": [
                  118,
                  97,
                  117,
                  108,
                  116
                ]
              },
              {
                "kind": "account",
                "path": "bot"
              }
            ]
          }
        },
        {
          "name": "venue_user",
          "docs": [
            "Read account: its venue user; the system program if attested."
          ],
          "relations": [
            "subscription"
          ]
        },
        {
          "name": "rent_payer",
          "docs": [
            "User account: who paid the rent and gets it back."
          ],
          "writable": true,
          "relations": [
            "subscription"
          ]
        },
        {
          "name": "subscriber",
          "docs": [
            "Read account: the subscriber, whose signature lets the money go anywhere."
          ],
          "relations": [
            "subscription"
          ]
        },
        {
          "name": "destination",
          "docs": [
            "User account: takes the subscriber's money; absent if there is none."
          ],
          "writable": true,
          "optional": true
        },
        {
          "name": "token_program",
          "address": "TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA"
        },
        {
          "name": "event_authority",
          "docs": [
            "CHECK: Only the event authority can invoke self-CPI"
          ],
          "pda": {
            "seeds": [
              {
                "kind": "const",
                "value": [
                  95,
                  95,
                  101,
                  118,
                  101,
                  110,
                  116,
                  95,
                  97,
                  117,
                  116,
                  104,
                  111,
                  114,
                  105,
                  116,
                  121
                ]
              }
            ]
          }
        },
        {
          "name": "program",
          "docs": [
            "CHECK: Kept for v1-compatible account ordering and IDL shape"
          ]
        }
      ],
      "args": []
    },
    {
      "name": "deposit",
      "docs": [
        "Adds `amount` (base units) to the balance; what is owed is paid first.",
        "",
        "Requires: the signature of the paying token account's owner; `bot` and `instance` of the",
        "subscription that is meant; an amount above zero. Event: `Funded` (log)."
      ],
      "discriminator": [
        242,
        35,
        198,
        137,
        82,
        225,
        242,
        182
      ],
      "accounts": [
        {
          "name": "owner",
          "docs": [
            "User account: owner of the paying token account."
          ],
          "signer": true
        },
        {
          "name": "source",
          "docs": [
            "User account: pays."
          ],
          "writable": true
        },
        {
          "name": "subscription",
          "docs": [
            "Write account: the subscription."
          ],
          "writable": true
        },
        {
          "name": "escrow",
          "docs": [
            "Write account: its escrow."
          ],
          "writable": true,
          "relations": [
            "subscription"
          ]
        },
        {
          "name": "token_program",
          "address": "TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA"
        }
      ],
      "args": [
        {
          "name": "bot",
          "type": "pubkey"
        },
        {
          "name": "instance",
          "type": "u64"
        },
        {
          "name": "amount",
          "type": "u64"
        }
      ]
    },
    {
      "name": "payout",
      "docs": [
        "Moves all that is claimable to the payout wallet's associated token account. Anyone.",
        "",
        "Below the bot's `min_payout` it succeeds and moves nothing.",
        "",
        "Requires: that account, owned by that wallet. Event: `Claimed` (log)."
      ],
      "discriminator": [
        149,
        140,
        194,
        236,
        174,
        189,
        6,
        239
      ],
      "accounts": [
        {
          "name": "bot",
          "docs": [
            "Read account: the subscription's bot."
          ],
          "relations": [
            "subscription"
          ]
        },
        {
          "name": "subscription",
          "docs": [
            "Write account: the subscription."
          ],
          "writable": true
        },
        {
          "name": "escrow",
          "docs": [
            "Write account: its escrow."
          ],
          "writable": true,
          "relations": [
            "subscription"
          ]
        },
        {
          "name": "destination",
          "docs": [
            "Write account: the payout wallet's associated token account."
          ],
          "writable": true
        },
        {
          "name": "token_program",
          "address": "TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA"
        }
      ],
      "args": []
    },
    {
      "name": "publish_bot",
      "docs": [
        "Publishes a bot and creates its vault. Fixed for good: creator, mint, source.",
        "",
        "`source` 1 is Drift (high-water mark only, `quote_market` given, mint that of the venue's spot",
        "market 0), 3 is attested (`keeper` given). `min_payout` (base units, ≥ 1) is the least that",
        "`payout` moves to the associated token account of `payout_wallet`.",
        "",
        "Requires: the creator's signature; a mint of the classic token program with 6 decimals; a share",
        "of at most 1,000 basis points; a minimum daily cap of at least 1.",
        "Event: `BotPublished` (log)."
      ],
      "discriminator": [
        37,
        203,
        117,
        145,
        211,
        167,
        59,
        86
      ],
      "accounts": [
        {
          "name": "creator",
          "docs": [
            "User account: the creator, who becomes the owner."
          ],
          "signer": true
        },
        {
          "name": "payer",
          "docs": [
            "User account: pays the rent; may be the creator."
          ],
          "writable": true,
          "signer": true
        },
        {
          "name": "bot",
          "docs": [
            "Create account: the bot."
          ],
          "writable": true,
          "pda": {
            "seeds": [
              {
                "kind": "const",
                "value": [
                  98,
                  111,
                  116
                ]
              },
              {
                "kind": "account",
                "path": "creator"
              },
              {
                "kind": "arg",
                "path": "id"
              }
            ]
          }
        },
        {
          "name": "vault",
          "docs": [
            "Create account: the bot's token account for what a closing subscription could not pay out."
          ],
          "writable": true,
          "pda": {
            "seeds": [
              {
                "kind": "const",
                "value": [
                  118,
                  97,
                  117,
                  108,
                  116
                ]
              },
              {
                "kind": "account",
                "path": "bot"
              }
            ]
          }
        },
        {
          "name": "mint",
          "docs": [
            "Read account: the mint, of the classic token program."
          ]
        },
        {
          "name": "keeper",
          "docs": [
            "Read account: who attests closes. Attested only."
          ],
          "optional": true
        },
        {
          "name": "quote_market",
          "docs": [
            "Read account: the venue's spot market 0. Verified only."
          ],
          "optional": true
        },
        {
          "name": "token_program",
          "address": "TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA"
        },
        {
          "name": "system_program",
          "address": "11111111111111111111111111111111"
        }
      ],
      "args": [
        {
          "name": "id",
          "type": {
            "array": [
              "u8",
              16
            ]
          }
        },
        {
          "name": "source",
          "type": "u8"
        },
        {
          "name": "terms",
          "type": {
            "defined": {
              "name": "TermsInput"
            }
          }
        },
        {
          "name": "min_payout",
          "type": "u64"
        },
        {
          "name": "payout_wallet",
          "type": "pubkey"
        }
      ]
    },
    {
      "name": "register_keeper",
      "docs": [
        "Registers a keeper: a cold `admin` (the creator) and a hot `signer` that only settles.",
        "",
        "Requires: the creator's signature; a new `id` of this creator.",
        "Event: `KeeperRegistered` (log)."
      ],
      "discriminator": [
        175,
        126,
        140,
        213,
        21,
        174,
        234,
        239
      ],
      "accounts": [
        {
          "name": "creator",
          "docs": [
            "User account: becomes the admin."
          ],
          "signer": true
        },
        {
          "name": "payer",
          "docs": [
            "User account: pays the rent; may be the creator."
          ],
          "writable": true,
          "signer": true
        },
        {
          "name": "keeper",
          "docs": [
            "Create account: the keeper."
          ],
          "writable": true,
          "pda": {
            "seeds": [
              {
                "kind": "const",
                "value": [
                  107,
                  101,
                  101,
                  112,
                  101,
                  114
                ]
              },
              {
                "kind": "account",
                "path": "creator"
              },
              {
                "kind": "arg",
                "path": "id"
              }
            ]
          }
        },
        {
          "name": "system_program",
          "address": "11111111111111111111111111111111"
        }
      ],
      "args": [
        {
          "name": "id",
          "type": {
            "array": [
              "u8",
              16
            ]
          }
        },
        {
          "name": "signer",
          "type": "pubkey"
        }
      ]
    },
    {
      "name": "set_cap",
      "docs": [
        "Sets the daily cap on accrual (base units): a higher one at once, a lower one from the next UTC day.",
        "",
        "Requires: the subscriber's signature; `bot` and `instance` of the subscription that is meant; not",
        "below the terms' minimum. Event: `CapSet` (log)."
      ],
      "discriminator": [
        209,
        207,
        121,
        129,
        115,
        39,
        220,
        4
      ],
      "accounts": [
        {
          "name": "subscriber",
          "docs": [
            "User account: the subscriber."
          ],
          "signer": true,
          "relations": [
            "subscription"
          ]
        },
        {
          "name": "subscription",
          "docs": [
            "Write account: the subscription."
          ],
          "writable": true
        }
      ],
      "args": [
        {
          "name": "bot",
          "type": "pubkey"
        },
        {
          "name": "instance",
          "type": "u64"
        },
        {
          "name": "daily_cap",
          "type": "u64"
        }
      ]
    },
    {
      "name": "set_keeper_signer",
      "docs": [
        "Replaces the keeper's signer; no subscription changes. Requires: the admin's signature.",
        "Event: `KeeperSignerSet` (log)."
      ],
      "discriminator": [
        138,
        236,
        233,
        186,
        220,
        29,
        154,
        182
      ],
      "accounts": [
        {
          "name": "admin",
          "docs": [
            "Keeper account: its admin."
          ],
          "signer": true,
          "relations": [
            "keeper"
          ]
        },
        {
          "name": "keeper",
          "docs": [
            "Write account: the keeper."
          ],
          "writable": true
        }
      ],
      "args": [
        {
          "name": "signer",
          "type": "pubkey"
        }
      ]
    },
    {
      "name": "set_open",
      "docs": [
        "Opens the bot to new subscribers, or stops taking any. Requires: the owner's signature.",
        "Event: `OpenSet` (log)."
      ],
      "discriminator": [
        178,
        217,
        47,
        88,
        121,
        133,
        223,
        122
      ],
      "accounts": [
        {
          "name": "owner",
          "docs": [
            "User account: owner of the bot."
          ],
          "signer": true,
          "relations": [
            "bot"
          ]
        },
        {
          "name": "bot",
          "docs": [
            "Write account: the bot."
          ],
          "writable": true
        }
      ],
      "args": [
        {
          "name": "open",
          "type": "bool"
        }
      ]
    },
    {
      "name": "set_payout",
      "docs": [
        "Sets where `payout` goes and the least that it moves (base units, ≥ 1).",
        "Requires: the owner's signature. Event: `PayoutSet` (log)."
      ],
      "discriminator": [
        55,
        43,
        132,
        51,
        227,
        169,
        242,
        195
      ],
      "accounts": [
        {
          "name": "owner",
          "docs": [
            "User account: owner of the bot."
          ],
          "signer": true,
          "relations": [
            "bot"
          ]
        },
        {
          "name": "bot",
          "docs": [
            "Write account: the bot."
          ],
          "writable": true
        }
      ],
      "args": [
        {
          "name": "payout_wallet",
          "type": "pubkey"
        },
        {
          "name": "min_payout",
          "type": "u64"
        }
      ]
    },
    {
      "name": "settle",
      "docs": [
        "Settles a verified subscription on the realized PnL that its venue user holds now. Anyone.",
        "",
        "Finding nothing new, or coming after the end, it succeeds without record and event.",
        "A venue user that is gone counts as unchanged.",
        "",
        "Requires: a readable venue user, that of the subscription. Event: `Settled` (self-CPI)."
      ],
      "discriminator": [
        175,
        42,
        185,
        87,
        144,
        131,
        102,
        212
      ],
      "accounts": [
        {
          "name": "subscription",
          "docs": [
            "Write account: the subscription."
          ],
          "writable": true
        },
        {
          "name": "venue_user",
          "docs": [
            "Read account: its venue user."
          ],
          "relations": [
            "subscription"
          ]
        },
        {
          "name": "event_authority",
          "docs": [
            "CHECK: Only the event authority can invoke self-CPI"
          ],
          "pda": {
            "seeds": [
              {
                "kind": "const",
                "value": [
                  95,
                  95,
                  101,
                  118,
                  101,
                  110,
                  116,
                  95,
                  97,
                  117,
                  116,
                  104,
                  111,
                  114,
                  105,
                  116,
                  121
                ]
              }
            ]
          }
        },
        {
          "name": "program",
          "docs": [
            "CHECK: Kept for v1-compatible account ordering and IDL shape"
          ]
        }
      ],
      "args": []
    },
    {
      "name": "settle_attested",
      "docs": [
        "Settles one close that the keeper attests.",
        "",
        "Requires: the signature of the signer of the keeper named in the terms; `bot` and `instance` of",
        "the subscription that is meant; the next sequence; a reference other than the last; `is_final` only",
        "while closing; not ended. Event: `Settled` (self-CPI)."
      ],
      "discriminator": [
        36,
        146,
        167,
        174,
        227,
        157,
        188,
        192
      ],
      "accounts": [
        {
          "name": "signer",
          "docs": [
            "Keeper account: its signer."
          ],
          "signer": true,
          "relations": [
            "keeper"
          ]
        },
        {
          "name": "keeper",
          "docs": [
            "Read account: the keeper named in the terms."
          ]
        },
        {
          "name": "subscription",
          "docs": [
            "Write account: the subscription."
          ],
          "writable": true
        },
        {
          "name": "event_authority",
          "docs": [
            "CHECK: Only the event authority can invoke self-CPI"
          ],
          "pda": {
            "seeds": [
              {
                "kind": "const",
                "value": [
                  95,
                  95,
                  101,
                  118,
                  101,
                  110,
                  116,
                  95,
                  97,
                  117,
                  116,
                  104,
                  111,
                  114,
                  105,
                  116,
                  121
                ]
              }
            ]
          }
        },
        {
          "name": "program",
          "docs": [
            "CHECK: Kept for v1-compatible account ordering and IDL shape"
          ]
        }
      ],
      "args": [
        {
          "name": "bot",
          "type": "pubkey"
        },
        {
          "name": "instance",
          "type": "u64"
        },
        {
          "name": "close",
          "type": {
            "defined": {
              "name": "Close"
            }
          }
        }
      ]
    },
    {
      "name": "settle_batch",
      "docs": [
        "Settles many subscriptions, verified or attested by one keeper, with one event.",
        "",
        "Remaining accounts, two a row: the subscription (writable), then its venue user (verified) or its",
        "bot (attested). A row that would be refused alone is skipped and returned with its error; of a",
        "repeated subscription the first row that passes counts.",
        "",
        "Requires: two accounts a row; for attested rows the keeper and its signer's signature.",
        "Returns: the skipped rows. Event: `SettledBatch` (self-CPI) if a row had something to record."
      ],
      "discriminator": [
        22,
        2,
        21,
        223,
        225,
        122,
        163,
        214
      ],
      "accounts": [
        {
          "name": "signer",
          "docs": [
            "Keeper account: its signer. Attested rows only."
          ],
          "signer": true,
          "optional": true
        },
        {
          "name": "keeper",
          "docs": [
            "Read account: the keeper of all attested rows."
          ],
          "optional": true
        },
        {
          "name": "event_authority",
          "docs": [
            "CHECK: Only the event authority can invoke self-CPI"
          ],
          "pda": {
            "seeds": [
              {
                "kind": "const",
                "value": [
                  95,
                  95,
                  101,
                  118,
                  101,
                  110,
                  116,
                  95,
                  97,
                  117,
                  116,
                  104,
                  111,
                  114,
                  105,
                  116,
                  121
                ]
              }
            ]
          }
        },
        {
          "name": "program",
          "docs": [
            "CHECK: Kept for v1-compatible account ordering and IDL shape"
          ]
        }
      ],
      "args": [
        {
          "name": "rows",
          "type": {
            "vec": {
              "defined": {
                "name": "Row"
              }
            }
          }
        }
      ],
      "returns": {
        "vec": {
          "defined": {
            "name": "Skipped"
          }
        }
      }
    },
    {
      "name": "subscribe",
      "docs": [
        "Subscribes to a bot under its current terms and creates the escrow.",
        "",
        "Verified: mark, peak and last start at the realized PnL that the venue user holds now.",
        "",
        "Requires: subscriber's, agent's, payer's and depositor's signatures; an open bot; the terms'",
        "version and a share not above the signed maximum; a daily cap and a deposit not below the",
        "terms' minima; verified: the venue user's authority is the agent, it is flat and neither in",
        "liquidation nor bankrupt; no other subscription of the venue user or agent account.",
        "Event: `Subscribed` (log)."
      ],
      "discriminator": [
        254,
        28,
        191,
        138,
        156,
        179,
        183,
        53
      ],
      "accounts": [
        {
          "name": "subscriber",
          "docs": [
            "User account: whose money it is."
          ],
          "signer": true
        },
        {
          "name": "agent",
          "docs": [
            "User account: who trades; may be the subscriber."
          ],
          "signer": true
        },
        {
          "name": "payer",
          "docs": [
            "User account: pays the rent and gets it back; may be any of the other signers."
          ],
          "writable": true,
          "signer": true
        },
        {
          "name": "depositor",
          "docs": [
            "User account: owner of the token account that pays the deposit; may be any of the other signers."
          ],
          "signer": true
        },
        {
          "name": "source",
          "docs": [
            "User account: pays the deposit; absent if the deposit is 0."
          ],
          "writable": true,
          "optional": true
        },
        {
          "name": "bot",
          "docs": [
            "Write account: the bot."
          ],
          "writable": true
        },
        {
          "name": "subscription",
          "docs": [
            "Create account: the subscription."
          ],
          "writable": true
        },
        {
          "name": "escrow",
          "docs": [
            "Create account: its token account."
          ],
          "writable": true
        },
        {
          "name": "venue_user",
          "docs": [
            "Read account: the agent's account on the venue; the system program if attested."
          ]
        },
        {
          "name": "mint",
          "docs": [
            "Read account: the bot's mint."
          ]
        },
        {
          "name": "token_program",
          "address": "TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA"
        },
        {
          "name": "system_program",
          "address": "11111111111111111111111111111111"
        }
      ],
      "args": [
        {
          "name": "input",
          "type": {
            "defined": {
              "name": "SubscribeInput"
            }
          }
        }
      ]
    },
    {
      "name": "sync",
      "docs": [
        "Makes tokens that reached the escrow otherwise (a venue withdrawal, a donation) balance; what is",
        "owed is paid first. Anyone. Event: `Funded` (log)."
      ],
      "discriminator": [
        4,
        219,
        40,
        164,
        21,
        157,
        189,
        88
      ],
      "accounts": [
        {
          "name": "subscription",
          "docs": [
            "Write account: the subscription."
          ],
          "writable": true
        },
        {
          "name": "escrow",
          "docs": [
            "Read account: its escrow."
          ],
          "relations": [
            "subscription"
          ]
        }
      ],
      "args": []
    },
    {
      "name": "transfer_bot",
      "docs": [
        "Offers the bot to another owner, who takes it with `accept_bot`; the zero address takes the offer",
        "back. Requires: the owner's signature. Event: `BotTransferStarted` (log)."
      ],
      "discriminator": [
        162,
        118,
        9,
        205,
        22,
        147,
        160,
        119
      ],
      "accounts": [
        {
          "name": "owner",
          "docs": [
            "User account: owner of the bot."
          ],
          "signer": true,
          "relations": [
            "bot"
          ]
        },
        {
          "name": "bot",
          "docs": [
            "Write account: the bot."
          ],
          "writable": true
        }
      ],
      "args": [
        {
          "name": "new_owner",
          "type": "pubkey"
        }
      ]
    },
    {
      "name": "transfer_keeper",
      "docs": [
        "Offers the keeper to another admin, who takes it with `accept_keeper`; the zero address takes the",
        "offer back. Requires: the admin's signature. Event: `KeeperTransferStarted` (log)."
      ],
      "discriminator": [
        235,
        235,
        228,
        64,
        73,
        114,
        120,
        221
      ],
      "accounts": [
        {
          "name": "admin",
          "docs": [
            "Keeper account: its admin."
          ],
          "signer": true,
          "relations": [
            "keeper"
          ]
        },
        {
          "name": "keeper",
          "docs": [
            "Write account: the keeper."
          ],
          "writable": true
        }
      ],
      "args": [
        {
          "name": "new_admin",
          "type": "pubkey"
        }
      ]
    },
    {
      "name": "unsubscribe",
      "docs": [
        "Starts the end: a verified subscription is settled and ends at the first settlement that sees its",
        "venue user flat or gone and cuts nothing off, at the latest after 30 days; an attested one with the",
        "keeper's final close, at the latest after 7 days.",
        "",
        "Requires: the subscriber's or the agent's signature; an active subscription.",
        "Events: `Settled` (self-CPI) if there was something to record, `Unsubscribed` (log)."
      ],
      "discriminator": [
        12,
        90,
        197,
        207,
        214,
        187,
        199,
        198
      ],
      "accounts": [
        {
          "name": "signer",
          "docs": [
            "User account: the subscriber or the agent."
          ],
          "signer": true
        },
        {
          "name": "subscription",
          "docs": [
            "Write account: the subscription."
          ],
          "writable": true
        },
        {
          "name": "venue_user",
          "docs": [
            "Read account: its venue user; the system program if attested."
          ],
          "relations": [
            "subscription"
          ]
        },
        {
          "name": "event_authority",
          "docs": [
            "CHECK: Only the event authority can invoke self-CPI"
          ],
          "pda": {
            "seeds": [
              {
                "kind": "const",
                "value": [
                  95,
                  95,
                  101,
                  118,
                  101,
                  110,
                  116,
                  95,
                  97,
                  117,
                  116,
                  104,
                  111,
                  114,
                  105,
                  116,
                  121
                ]
              }
            ]
          }
        },
        {
          "name": "program",
          "docs": [
            "CHECK: Kept for v1-compatible account ordering and IDL shape"
          ]
        }
      ],
      "args": []
    },
    {
      "name": "update_terms",
      "docs": [
        "Replaces the terms offered to new subscribers and raises their version; no live subscription changes.",
        "",
        "Requires: the owner's signature; what `publish_bot` requires of terms. Event: `TermsUpdated` (log)."
      ],
      "discriminator": [
        103,
        217,
        128,
        195,
        243,
        65,
        58,
        157
      ],
      "accounts": [
        {
          "name": "owner",
          "docs": [
            "User account: owner of the bot."
          ],
          "signer": true,
          "relations": [
            "bot"
          ]
        },
        {
          "name": "bot",
          "docs": [
            "Write account: the bot."
          ],
          "writable": true
        },
        {
          "name": "keeper",
          "docs": [
            "Read account: who attests closes. Attested only."
          ],
          "optional": true
        }
      ],
      "args": [
        {
          "name": "terms",
          "type": {
            "defined": {
              "name": "TermsInput"
            }
          }
        }
      ]
    },
    {
      "name": "waive",
      "docs": [
        "Gives up min(`amount`, owed). Requires: the bot owner's signature; an amount above zero.",
        "Event: `Waived` (log)."
      ],
      "discriminator": [
        46,
        174,
        207,
        55,
        225,
        210,
        160,
        200
      ],
      "accounts": [
        {
          "name": "owner",
          "docs": [
            "User account: owner of the bot."
          ],
          "signer": true,
          "relations": [
            "bot"
          ]
        },
        {
          "name": "bot",
          "docs": [
            "Read account: the subscription's bot."
          ],
          "relations": [
            "subscription"
          ]
        },
        {
          "name": "subscription",
          "docs": [
            "Write account: the subscription."
          ],
          "writable": true
        }
      ],
      "args": [
        {
          "name": "amount",
          "type": "u64"
        }
      ]
    },
    {
      "name": "withdraw",
      "docs": [
        "Moves `amount` of the balance to any token account of the mint. A verified subscription that",
        "has not ended is settled first, unless its venue user is gone or unreadable.",
        "",
        "Requires: the subscriber's signature; an amount above zero and not above the balance, less the",
        "terms' minimum balance until the end. Events: `Settled` (self-CPI) if there was something to",
        "record, `Withdrawn` (log)."
      ],
      "discriminator": [
        183,
        18,
        70,
        156,
        148,
        109,
        161,
        34
      ],
      "accounts": [
        {
          "name": "subscriber",
          "docs": [
            "User account: the subscriber."
          ],
          "signer": true,
          "relations": [
            "subscription"
          ]
        },
        {
          "name": "subscription",
          "docs": [
            "Write account: the subscription."
          ],
          "writable": true
        },
        {
          "name": "escrow",
          "docs": [
            "Write account: its escrow."
          ],
          "writable": true,
          "relations": [
            "subscription"
          ]
        },
        {
          "name": "venue_user",
          "docs": [
            "Read account: its venue user; the system program if attested."
          ],
          "relations": [
            "subscription"
          ]
        },
        {
          "name": "destination",
          "docs": [
            "User account: any token account of the mint."
          ],
          "writable": true
        },
        {
          "name": "token_program",
          "address": "TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA"
        },
        {
          "name": "event_authority",
          "docs": [
            "CHECK: Only the event authority can invoke self-CPI"
          ],
          "pda": {
            "seeds": [
              {
                "kind": "const",
                "value": [
                  95,
                  95,
                  101,
                  118,
                  101,
                  110,
                  116,
                  95,
                  97,
                  117,
                  116,
                  104,
                  111,
                  114,
                  105,
                  116,
                  121
                ]
              }
            ]
          }
        },
        {
          "name": "program",
          "docs": [
            "CHECK: Kept for v1-compatible account ordering and IDL shape"
          ]
        }
      ],
      "args": [
        {
          "name": "amount",
          "type": "u64"
        }
      ]
    }
  ],
  "accounts": [
    {
      "name": "Bot",
      "discriminator": [
        122,
        136,
        3,
        241,
        243,
        138,
        195,
        52
      ]
    },
    {
      "name": "Keeper",
      "discriminator": [
        127,
        221,
        194,
        46,
        120,
        73,
        144,
        77
      ]
    },
    {
      "name": "Subscription",
      "discriminator": [
        64,
        7,
        26,
        135,
        102,
        132,
        98,
        33
      ]
    }
  ],
  "events": [
    {
      "name": "BotPublished",
      "discriminator": [
        226,
        2,
        208,
        8,
        158,
        217,
        222,
        34
      ]
    },
    {
      "name": "BotTransferStarted",
      "discriminator": [
        12,
        8,
        221,
        65,
        33,
        154,
        61,
        46
      ]
    },
    {
      "name": "BotTransferred",
      "discriminator": [
        183,
        96,
        115,
        173,
        117,
        52,
        93,
        219
      ]
    },
    {
      "name": "CapSet",
      "discriminator": [
        233,
        175,
        117,
        76,
        211,
        59,
        38,
        239
      ]
    },
    {
      "name": "Claimed",
      "discriminator": [
        217,
        192,
        123,
        72,
        108,
        150,
        248,
        33
      ]
    },
    {
      "name": "Closed",
      "discriminator": [
        50,
        31,
        87,
        155,
        135,
        220,
        195,
        239
      ]
    },
    {
      "name": "Funded",
      "discriminator": [
        67,
        84,
        56,
        88,
        192,
        12,
        201,
        177
      ]
    },
    {
      "name": "KeeperRegistered",
      "discriminator": [
        92,
        176,
        91,
        165,
        217,
        103,
        54,
        208
      ]
    },
    {
      "name": "KeeperSignerSet",
      "discriminator": [
        99,
        83,
        83,
        217,
        50,
        64,
        83,
        120
      ]
    },
    {
      "name": "KeeperTransferStarted",
      "discriminator": [
        107,
        190,
        69,
        16,
        2,
        140,
        78,
        238
      ]
    },
    {
      "name": "KeeperTransferred",
      "discriminator": [
        194,
        97,
        242,
        144,
        201,
        57,
        185,
        156
      ]
    },
    {
      "name": "OpenSet",
      "discriminator": [
        108,
        237,
        232,
        13,
        33,
        170,
        103,
        126
      ]
    },
    {
      "name": "PayoutSet",
      "discriminator": [
        237,
        132,
        208,
        250,
        60,
        30,
        172,
        49
      ]
    },
    {
      "name": "Settled",
      "discriminator": [
        232,
        210,
        40,
        17,
        142,
        124,
        145,
        238
      ]
    },
    {
      "name": "SettledBatch",
      "discriminator": [
        196,
        100,
        81,
        120,
        138,
        76,
        158,
        3
      ]
    },
    {
      "name": "Subscribed",
      "discriminator": [
        135,
        59,
        105,
        76,
        190,
        236,
        138,
        228
      ]
    },
    {
      "name": "TermsUpdated",
      "discriminator": [
        223,
        89,
        45,
        87,
        44,
        50,
        184,
        91
      ]
    },
    {
      "name": "Unsubscribed",
      "discriminator": [
        142,
        198,
        26,
        244,
        100,
        121,
        45,
        152
      ]
    },
    {
      "name": "VaultClaimed",
      "discriminator": [
        232,
        48,
        41,
        194,
        218,
        163,
        56,
        86
      ]
    },
    {
      "name": "Waived",
      "discriminator": [
        184,
        7,
        47,
        142,
        1,
        60,
        209,
        61
      ]
    },
    {
      "name": "Withdrawn",
      "discriminator": [
        20,
        89,
        223,
        198,
        194,
        124,
        219,
        13
      ]
    }
  ],
  "errors": [
    {
      "code": 6000,
      "name": "ProfitShareAboveLimit",
      "msg": "The profit share is above 1,000 basis points (10 %); publish it at 1,000 or less"
    },
    {
      "code": 6001,
      "name": "InvalidSource",
      "msg": "The source is unknown to this build; use 1 (Drift) or 3 (attested)"
    },
    {
      "code": 6002,
      "name": "InvalidFeeBasis",
      "msg": "The fee basis is unknown, or each-close is asked of a verified source; use 1 (high-water mark), or 2 (each close) with an attested source"
    },
    {
      "code": 6003,
      "name": "KeeperNotForSource",
      "msg": "The keeper account does not fit the source: attested terms need a Keeper account, verified terms take none"
    },
    {
      "code": 6004,
      "name": "MinDailyCapIsZero",
      "msg": "The minimum daily cap is zero; a subscriber needs a cap of at least one base unit"
    },
    {
      "code": 6005,
      "name": "MinPayoutIsZero",
      "msg": "The minimum payout is zero; use at least one base unit"
    },
    {
      "code": 6006,
      "name": "MintDecimals",
      "msg": "The mint does not have 6 decimals; realized PnL is counted in 1e-6 quote"
    },
    {
      "code": 6007,
      "name": "QuoteMarketMismatch",
      "msg": "The mint is not the one of the venue's spot market 0, or that account was not given"
    },
    {
      "code": 6020,
      "name": "BotNotOpen",
      "msg": "The bot takes no new subscribers; ask its owner"
    },
    {
      "code": 6021,
      "name": "TermsChanged",
      "msg": "The bot's terms changed since they were read; read them again and decide anew"
    },
    {
      "code": 6022,
      "name": "ProfitShareAboveMaximum",
      "msg": "The bot's profit share is above the maximum that the subscriber signed for"
    },
    {
      "code": 6023,
      "name": "CapBelowMinimum",
      "msg": "The daily cap is below the minimum of the terms; choose a higher one"
    },
    {
      "code": 6024,
      "name": "DepositBelowMinimum",
      "msg": "The deposit is below the minimum balance of the terms; deposit more"
    },
    {
      "code": 6025,
      "name": "SubscriptionAddressMismatch",
      "msg": "The subscription's address does not belong to this venue user or agent account"
    },
    {
      "code": 6026,
      "name": "UnexpectedAccountNo",
      "msg": "A verified subscription has no account number; use 0"
    },
    {
      "code": 6027,
      "name": "AlreadySubscribed",
      "msg": "The venue user or agent account has a subscription; end and close that one first"
    },
    {
      "code": 6040,
      "name": "VenueUserMismatch",
      "msg": "The venue user is not the subscription's"
    },
    {
      "code": 6041,
      "name": "VenueOwner",
      "msg": "The venue user is not owned by the venue's program"
    },
    {
      "code": 6042,
      "name": "VenueLength",
      "msg": "The venue user's length is not one this program can read"
    },
    {
      "code": 6043,
      "name": "VenueDiscriminator",
      "msg": "The venue user's discriminator is not that of a user account"
    },
    {
      "code": 6044,
      "name": "VenueAuthority",
      "msg": "The venue user's authority is not the agent"
    },
    {
      "code": 6045,
      "name": "VenueNotFlat",
      "msg": "The venue user has an open position; close it before subscribing"
    },
    {
      "code": 6046,
      "name": "VenueInLiquidation",
      "msg": "The venue user is in liquidation or bankrupt; subscribe when that is over"
    },
    {
      "code": 6060,
      "name": "NotOwner",
      "msg": "The signer is not the bot's owner"
    },
    {
      "code": 6061,
      "name": "NotSubscriber",
      "msg": "The signer is not the subscriber"
    },
    {
      "code": 6062,
      "name": "NotKeeperSigner",
      "msg": "The signer is not the keeper's signer"
    },
    {
      "code": 6063,
      "name": "KeeperMismatch",
      "msg": "The keeper is not the one named in the subscription's terms"
    },
    {
      "code": 6064,
      "name": "BotMismatch",
      "msg": "The bot is not the subscription's"
    },
    {
      "code": 6065,
      "name": "EscrowMismatch",
      "msg": "The escrow is not the subscription's"
    },
    {
      "code": 6066,
      "name": "MintMismatch",
      "msg": "The mint is not the bot's"
    },
    {
      "code": 6067,
      "name": "InstanceMismatch",
      "msg": "The instance is not the subscription's: it is another agreement at the same address; read it again"
    },
    {
      "code": 6068,
      "name": "NotKeeperAdmin",
      "msg": "The signer is not the keeper's admin"
    },
    {
      "code": 6069,
      "name": "NotPendingAdmin",
      "msg": "The signer is not the admin that the keeper is handed to; the admin starts with transfer_keeper"
    },
    {
      "code": 6070,
      "name": "NotPendingOwner",
      "msg": "The signer is not the owner that the bot is handed to; the owner starts with transfer_bot"
    },
    {
      "code": 6071,
      "name": "NotSubscriberOrAgent",
      "msg": "The signer is neither the subscriber nor the agent"
    },
    {
      "code": 6080,
      "name": "WrongSource",
      "msg": "The subscription's source needs the other instruction: settle for verified, settle_attested for attested"
    },
    {
      "code": 6081,
      "name": "SequenceRepeated",
      "msg": "The sequence is already settled; look the close up on chain instead of sending it again"
    },
    {
      "code": 6082,
      "name": "SequenceSkipped",
      "msg": "The sequence is not the next one; settle the closes before it first"
    },
    {
      "code": 6083,
      "name": "ReferenceRepeated",
      "msg": "The reference is that of the last close (zero before the first): the close is settled already"
    },
    {
      "code": 6084,
      "name": "FinalOutsideClosing",
      "msg": "Only a subscription that is closing takes a final settlement"
    },
    {
      "code": 6085,
      "name": "SubscriptionEnded",
      "msg": "The subscription has ended; no settlement counts any more"
    },
    {
      "code": 6086,
      "name": "AlreadyClosing",
      "msg": "The subscription is closing or has ended already"
    },
    {
      "code": 6087,
      "name": "NotEnded",
      "msg": "The subscription has not ended; unsubscribe, and let the last settlement or the clock end it"
    },
    {
      "code": 6088,
      "name": "MalformedBatch",
      "msg": "Each row of a batch needs two accounts: its subscription, and its venue user or bot"
    },
    {
      "code": 6089,
      "name": "SubscriptionRepeated",
      "msg": "An earlier row of the batch settled this subscription"
    },
    {
      "code": 6100,
      "name": "AmountIsZero",
      "msg": "The amount is zero"
    },
    {
      "code": 6101,
      "name": "BalanceTooLow",
      "msg": "More is asked than the balance above the minimum balance of the terms"
    },
    {
      "code": 6102,
      "name": "PayoutDestination",
      "msg": "The destination is not the payout wallet's associated token account, or belongs to another by now"
    },
    {
      "code": 6103,
      "name": "DebtOutstanding",
      "msg": "A share is still owed; deposit it, have it waived, or wait until 7 days after the end"
    },
    {
      "code": 6104,
      "name": "RefundDestination",
      "msg": "The destination is neither the subscriber's associated token account nor signed for by the subscriber"
    },
    {
      "code": 6105,
      "name": "RentPayerMismatch",
      "msg": "The rent goes to who paid it"
    }
  ],
  "types": [
    {
      "name": "Bot",
      "docs": [
        "A published trading bot. PDA `\"bot\", creator, id`. Never closed; no settlement writes it."
      ],
      "serialization": "bytemuck",
      "repr": {
        "kind": "c"
      },
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "version",
            "type": "u8"
          },
          {
            "name": "bump",
            "type": "u8"
          },
          {
            "name": "vault_bump",
            "type": "u8"
          },
          {
            "name": "open",
            "docs": [
              "1 while it takes new subscribers."
            ],
            "type": "u8"
          },
          {
            "name": "reserved_head",
            "type": {
              "array": [
                "u8",
                4
              ]
            }
          },
          {
            "name": "creator",
            "docs": [
              "Who published it; part of its address."
            ],
            "type": "pubkey"
          },
          {
            "name": "id",
            "type": {
              "array": [
                "u8",
                16
              ]
            }
          },
          {
            "name": "owner",
            "docs": [
              "Who owns it now: claims, changes terms, transfers."
            ],
            "type": "pubkey"
          },
          {
            "name": "pending_owner",
            "docs": [
              "The owner to be, until it accepts; zero if none."
            ],
            "type": "pubkey"
          },
          {
            "name": "payout_wallet",
            "docs": [
              "Whose associated token account `payout` fills."
            ],
            "type": "pubkey"
          },
          {
            "name": "terms",
            "docs": [
              "Terms offered to new subscribers."
            ],
            "type": {
              "defined": {
                "name": "Terms"
              }
            }
          },
          {
            "name": "min_payout",
            "docs": [
              "The least that `payout` moves (base units, ≥ 1)."
            ],
            "type": "u64"
          },
          {
            "name": "subscriptions",
            "docs": [
              "Subscriptions ever made: the `instance` of the newest."
            ],
            "type": "u64"
          },
          {
            "name": "closed",
            "docs": [
              "Subscriptions closed."
            ],
            "type": "u64"
          },
          {
            "name": "reserved",
            "type": {
              "array": [
                "u8",
                64
              ]
            }
          }
        ]
      }
    },
    {
      "name": "BotPublished",
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "bot",
            "type": "pubkey"
          },
          {
            "name": "creator",
            "type": "pubkey"
          },
          {
            "name": "profit_share_bps",
            "type": "u16"
          }
        ]
      }
    },
    {
      "name": "BotTransferStarted",
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "bot",
            "type": "pubkey"
          },
          {
            "name": "pending_owner",
            "type": "pubkey"
          }
        ]
      }
    },
    {
      "name": "BotTransferred",
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "bot",
            "type": "pubkey"
          },
          {
            "name": "owner",
            "type": "pubkey"
          }
        ]
      }
    },
    {
      "name": "CapSet",
      "docs": [
        "The subscriber chose a cap; it applies from `from_day` (days since 1970), or now if that is 0."
      ],
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "subscription",
            "type": "pubkey"
          },
          {
            "name": "daily_cap",
            "type": "u64"
          },
          {
            "name": "from_day",
            "type": "u32"
          }
        ]
      }
    },
    {
      "name": "Claimed",
      "docs": [
        "The creator's money left the escrow, by `claim` or `payout`."
      ],
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "subscription",
            "type": "pubkey"
          },
          {
            "name": "amount",
            "type": "u64"
          },
          {
            "name": "claimed",
            "type": "u64"
          },
          {
            "name": "destination",
            "type": "pubkey"
          }
        ]
      }
    },
    {
      "name": "Close",
      "docs": [
        "One close, as the keeper states it."
      ],
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "sequence",
            "docs": [
              "The next sequence of the subscription; the same one when a close is sent again."
            ],
            "type": "u64"
          },
          {
            "name": "close_pnl",
            "docs": [
              "PnL after fees (1e-6 quote)."
            ],
            "type": "i64"
          },
          {
            "name": "reference",
            "docs": [
              "sha256 of the trade's id."
            ],
            "type": {
              "array": [
                "u8",
                32
              ]
            }
          },
          {
            "name": "is_final",
            "docs": [
              "Ends a subscription that is closing."
            ],
            "type": "bool"
          }
        ]
      }
    },
    {
      "name": "Closed",
      "docs": [
        "A subscription is closed, its history complete. Self-CPI."
      ],
      "serialization": "bytemuck",
      "repr": {
        "kind": "c"
      },
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "subscription",
            "type": "pubkey"
          },
          {
            "name": "bot",
            "type": "pubkey"
          },
          {
            "name": "instance",
            "type": "u64"
          },
          {
            "name": "sequence",
            "docs": [
              "Number of the last record."
            ],
            "type": "u64"
          },
          {
            "name": "head",
            "docs": [
              "Head after the last record."
            ],
            "type": {
              "array": [
                "u8",
                32
              ]
            }
          },
          {
            "name": "accrued",
            "type": "u64"
          },
          {
            "name": "credited",
            "type": "u64"
          },
          {
            "name": "claimed",
            "type": "u64"
          },
          {
            "name": "waived",
            "type": "u64"
          },
          {
            "name": "written_off",
            "docs": [
              "What stayed owed."
            ],
            "type": "u64"
          },
          {
            "name": "to_vault",
            "docs": [
              "The creator's money that went to the vault."
            ],
            "type": "u64"
          },
          {
            "name": "to_subscriber",
            "docs": [
              "The subscriber's money."
            ],
            "type": "u64"
          }
        ]
      }
    },
    {
      "name": "Funded",
      "docs": [
        "Money became balance, by `deposit` or found by `sync`; `paid` of it covered what was owed."
      ],
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "subscription",
            "type": "pubkey"
          },
          {
            "name": "amount",
            "type": "u64"
          },
          {
            "name": "paid",
            "type": "u64"
          },
          {
            "name": "balance",
            "type": "u64"
          }
        ]
      }
    },
    {
      "name": "Keeper",
      "docs": [
        "Who attests closes for a marketplace. PDA `\"keeper\", creator, id`."
      ],
      "serialization": "bytemuck",
      "repr": {
        "kind": "c"
      },
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "version",
            "type": "u8"
          },
          {
            "name": "bump",
            "type": "u8"
          },
          {
            "name": "reserved_head",
            "type": {
              "array": [
                "u8",
                6
              ]
            }
          },
          {
            "name": "creator",
            "docs": [
              "Who registered it; part of its address, without power afterwards."
            ],
            "type": "pubkey"
          },
          {
            "name": "id",
            "type": {
              "array": [
                "u8",
                16
              ]
            }
          },
          {
            "name": "admin",
            "docs": [
              "Cold key: rotates `signer` and hands itself over."
            ],
            "type": "pubkey"
          },
          {
            "name": "pending_admin",
            "docs": [
              "The admin to be, until it accepts; zero if none."
            ],
            "type": "pubkey"
          },
          {
            "name": "signer",
            "docs": [
              "Hot key: settles attested closes and nothing else."
            ],
            "type": "pubkey"
          },
          {
            "name": "reserved",
            "type": {
              "array": [
                "u8",
                64
              ]
            }
          }
        ]
      }
    },
    {
      "name": "KeeperRegistered",
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "keeper",
            "type": "pubkey"
          },
          {
            "name": "admin",
            "type": "pubkey"
          },
          {
            "name": "signer",
            "type": "pubkey"
          }
        ]
      }
    },
    {
      "name": "KeeperSignerSet",
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "keeper",
            "type": "pubkey"
          },
          {
            "name": "signer",
            "type": "pubkey"
          }
        ]
      }
    },
    {
      "name": "KeeperTransferStarted",
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "keeper",
            "type": "pubkey"
          },
          {
            "name": "pending_admin",
            "type": "pubkey"
          }
        ]
      }
    },
    {
      "name": "KeeperTransferred",
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "keeper",
            "type": "pubkey"
          },
          {
            "name": "admin",
            "type": "pubkey"
          }
        ]
      }
    },
    {
      "name": "OpenSet",
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "bot",
            "type": "pubkey"
          },
          {
            "name": "open",
            "type": "bool"
          }
        ]
      }
    },
    {
      "name": "PayoutSet",
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "bot",
            "type": "pubkey"
          },
          {
            "name": "payout_wallet",
            "type": "pubkey"
          },
          {
            "name": "min_payout",
            "type": "u64"
          }
        ]
      }
    },
    {
      "name": "PodI64",
      "type": {
        "kind": "type",
        "alias": "i64"
      }
    },
    {
      "name": "PodU16",
      "type": {
        "kind": "type",
        "alias": "u16"
      }
    },
    {
      "name": "PodU32",
      "type": {
        "kind": "type",
        "alias": "u32"
      }
    },
    {
      "name": "PodU64",
      "type": {
        "kind": "type",
        "alias": "u64"
      }
    },
    {
      "name": "Record",
      "docs": [
        "One settlement, 122 bytes little endian. Amounts are base units, `last` is the value before the",
        "settlement, all others are values after it."
      ],
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "sequence",
            "docs": [
              "From 1, without gaps."
            ],
            "type": "u64"
          },
          {
            "name": "kind",
            "docs": [
              "1 verified, 2 attested."
            ],
            "type": "u8"
          },
          {
            "name": "flags",
            "docs": [
              "1 liquidation, 2 re-created, 4 capped, 8 final, 16 ended."
            ],
            "type": "u8"
          },
          {
            "name": "time",
            "docs": [
              "Unix seconds."
            ],
            "type": "i64"
          },
          {
            "name": "close_pnl",
            "docs": [
              "As stated by the keeper; 0 if verified."
            ],
            "type": "i64"
          },
          {
            "name": "last",
            "type": "i64"
          },
          {
            "name": "realized",
            "type": "i64"
          },
          {
            "name": "mark",
            "type": "i64"
          },
          {
            "name": "peak",
            "type": "i64"
          },
          {
            "name": "profit",
            "docs": [
              "Profit charged by this settlement."
            ],
            "type": "u64"
          },
          {
            "name": "dropped",
            "docs": [
              "Attested: gain that the day's cap cut off for good."
            ],
            "type": "u64"
          },
          {
            "name": "accrued",
            "docs": [
              "Lifetime share."
            ],
            "type": "u64"
          },
          {
            "name": "credited",
            "docs": [
              "Its part covered by balance."
            ],
            "type": "u64"
          },
          {
            "name": "reference",
            "docs": [
              "sha256 of the trade's id; zero if verified."
            ],
            "type": {
              "array": [
                "u8",
                32
              ]
            }
          }
        ]
      }
    },
    {
      "name": "Row",
      "type": {
        "kind": "enum",
        "variants": [
          {
            "name": "Verified"
          },
          {
            "name": "Attested",
            "fields": [
              {
                "name": "instance",
                "type": "u64"
              },
              {
                "name": "close",
                "type": {
                  "defined": {
                    "name": "Close"
                  }
                }
              }
            ]
          }
        ]
      }
    },
    {
      "name": "Settled",
      "docs": [
        "A settlement was recorded. Emitted by every instruction that settles, but for `settle_batch`."
      ],
      "serialization": "bytemuck",
      "repr": {
        "kind": "c"
      },
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "subscription",
            "type": "pubkey"
          },
          {
            "name": "record",
            "type": {
              "defined": {
                "name": "Record"
              }
            }
          },
          {
            "name": "head",
            "docs": [
              "Head of the history after the record."
            ],
            "type": {
              "array": [
                "u8",
                32
              ]
            }
          }
        ]
      }
    },
    {
      "name": "SettledBatch",
      "docs": [
        "The settlements of a batch, in the order of its rows. Self-CPI."
      ],
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "settlements",
            "docs": [
              "One `Settled` after the other, 186 bytes each."
            ],
            "type": {
              "vec": "u8"
            }
          }
        ]
      }
    },
    {
      "name": "Skipped",
      "docs": [
        "A row that was skipped, and the error that it would have met alone."
      ],
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "row",
            "type": "u8"
          },
          {
            "name": "error",
            "docs": [
              "A program error as the runtime encodes it: custom codes as they are, built-in ones shifted by 32."
            ],
            "type": "u64"
          }
        ]
      }
    },
    {
      "name": "SubscribeInput",
      "docs": [
        "What the subscriber signs for."
      ],
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "terms_version",
            "docs": [
              "The version of the terms that were read."
            ],
            "type": "u32"
          },
          {
            "name": "max_profit_share_bps",
            "docs": [
              "The most that the creator may take, whatever the terms say by then."
            ],
            "type": "u16"
          },
          {
            "name": "account_no",
            "docs": [
              "Attested: which account of the agent; 0 if verified."
            ],
            "type": "u16"
          },
          {
            "name": "daily_cap",
            "docs": [
              "Most that may accrue in one UTC day (base units)."
            ],
            "type": "u64"
          },
          {
            "name": "deposit",
            "docs": [
              "Base units."
            ],
            "type": "u64"
          }
        ]
      }
    },
    {
      "name": "Subscribed",
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "subscription",
            "type": "pubkey"
          },
          {
            "name": "bot",
            "type": "pubkey"
          },
          {
            "name": "instance",
            "type": "u64"
          },
          {
            "name": "subscriber",
            "type": "pubkey"
          },
          {
            "name": "agent",
            "type": "pubkey"
          },
          {
            "name": "terms_version",
            "type": "u32"
          },
          {
            "name": "daily_cap",
            "type": "u64"
          },
          {
            "name": "deposit",
            "type": "u64"
          },
          {
            "name": "mark",
            "docs": [
              "Where mark, last and peak start: the realized PnL at that moment, 0 if attested."
            ],
            "type": "i64"
          }
        ]
      }
    },
    {
      "name": "Subscription",
      "docs": [
        "One subscriber's agreement with one bot, and the ledger of its escrow.",
        "PDA: verified `\"verified\", venue_user`; attested `\"attested\", agent, account_no`."
      ],
      "serialization": "bytemuck",
      "repr": {
        "kind": "c"
      },
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "version",
            "type": "u8"
          },
          {
            "name": "bump",
            "type": "u8"
          },
          {
            "name": "state",
            "docs": [
              "1 Active, 2 Closing, 3 Ended. Ended is also computed from the clocks: see `ended`."
            ],
            "type": "u8"
          },
          {
            "name": "being_liquidated",
            "docs": [
              "Verified: 1 if a liquidation flag was set at the last settlement."
            ],
            "type": "u8"
          },
          {
            "name": "account_no",
            "docs": [
              "Attested: which account of the agent; 0 if verified."
            ],
            "type": "u16"
          },
          {
            "name": "liquidation_id",
            "docs": [
              "Verified: the venue's `next_liquidation_id` at the last settlement."
            ],
            "type": "u16"
          },
          {
            "name": "bot",
            "type": "pubkey"
          },
          {
            "name": "escrow",
            "docs": [
              "PDA `\"escrow\", subscription`: its token account."
            ],
            "type": "pubkey"
          },
          {
            "name": "subscriber",
            "type": "pubkey"
          },
          {
            "name": "agent",
            "type": "pubkey"
          },
          {
            "name": "venue_user",
            "docs": [
              "Zero (the system program's address) if attested."
            ],
            "type": "pubkey"
          },
          {
            "name": "rent_payer",
            "docs": [
              "Who gets the rent back."
            ],
            "type": "pubkey"
          },
          {
            "name": "instance",
            "docs": [
              "Which subscription of the bot, from 1."
            ],
            "type": "u64"
          },
          {
            "name": "terms",
            "type": {
              "defined": {
                "name": "Terms"
              }
            }
          },
          {
            "name": "mark",
            "docs": [
              "Realized PnL already charged."
            ],
            "type": "i64"
          },
          {
            "name": "last",
            "docs": [
              "Realized PnL at the last settlement."
            ],
            "type": "i64"
          },
          {
            "name": "peak",
            "docs": [
              "Highest realized PnL read."
            ],
            "type": "i64"
          },
          {
            "name": "profit_total",
            "docs": [
              "Lifetime profit charged."
            ],
            "type": "u64"
          },
          {
            "name": "accrued",
            "docs": [
              "Lifetime share: `floor(profit_total · bps / 10_000)`."
            ],
            "type": "u64"
          },
          {
            "name": "credited",
            "docs": [
              "Its part covered by balance."
            ],
            "type": "u64"
          },
          {
            "name": "claimed",
            "docs": [
              "Its part that left the escrow for the creator."
            ],
            "type": "u64"
          },
          {
            "name": "waived",
            "docs": [
              "Its part that the owner gave up."
            ],
            "type": "u64"
          },
          {
            "name": "balance",
            "docs": [
              "The subscriber's money in the escrow."
            ],
            "type": "u64"
          },
          {
            "name": "daily_cap",
            "docs": [
              "Most that may accrue in one UTC day."
            ],
            "type": "u64"
          },
          {
            "name": "next_daily_cap",
            "type": "u64"
          },
          {
            "name": "next_daily_cap_day",
            "type": "u32"
          },
          {
            "name": "window_day",
            "type": "u32"
          },
          {
            "name": "window_accrued",
            "type": "u64"
          },
          {
            "name": "total_deposits",
            "docs": [
              "Verified: the venue's deposit totals at the last settlement; a fall shows a re-created account."
            ],
            "type": "u64"
          },
          {
            "name": "total_withdraws",
            "type": "u64"
          },
          {
            "name": "sequence",
            "docs": [
              "Number of the last record, 0 before the first."
            ],
            "type": "u64"
          },
          {
            "name": "reference",
            "docs": [
              "Reference of the last attested close."
            ],
            "type": {
              "array": [
                "u8",
                32
              ]
            }
          },
          {
            "name": "head",
            "docs": [
              "Head of the history."
            ],
            "type": {
              "array": [
                "u8",
                32
              ]
            }
          },
          {
            "name": "subscribed_at",
            "type": "i64"
          },
          {
            "name": "settled_at",
            "type": "i64"
          },
          {
            "name": "closing_at",
            "docs": [
              "0 until `unsubscribe`."
            ],
            "type": "i64"
          },
          {
            "name": "ended_at",
            "docs": [
              "0 until an end is recorded."
            ],
            "type": "i64"
          },
          {
            "name": "reserved",
            "type": {
              "array": [
                "u8",
                64
              ]
            }
          }
        ]
      }
    },
    {
      "name": "Terms",
      "docs": [
        "What a subscriber agrees to. A bot holds the current terms; a subscription holds the terms it",
        "was made under, for good."
      ],
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "source",
            "docs": [
              "1 Drift, 2 Velocity (not in this build), 3 attested. Fixed at publish."
            ],
            "type": "u8"
          },
          {
            "name": "fee_basis",
            "docs": [
              "1 high-water mark, 2 each close (attested only)."
            ],
            "type": "u8"
          },
          {
            "name": "profit_share_bps",
            "docs": [
              "Share of the profit in basis points, 0 to 1,000."
            ],
            "type": "u16"
          },
          {
            "name": "version",
            "docs": [
              "Rises with every change of the bot's terms, from 1."
            ],
            "type": "u32"
          },
          {
            "name": "min_balance",
            "docs": [
              "Balance that the deposit at `subscribe` must reach and that `withdraw` leaves (base units)."
            ],
            "type": "u64"
          },
          {
            "name": "min_daily_cap",
            "docs": [
              "The lowest daily cap on accrual that a subscriber may choose (base units, ≥ 1)."
            ],
            "type": "u64"
          },
          {
            "name": "keeper",
            "docs": [
              "The `Keeper` account whose signer settles; zero if verified."
            ],
            "type": "pubkey"
          },
          {
            "name": "mint",
            "docs": [
              "Fixed at publish."
            ],
            "type": "pubkey"
          },
          {
            "name": "hash",
            "docs": [
              "Hash of the legal text."
            ],
            "type": {
              "array": [
                "u8",
                32
              ]
            }
          }
        ]
      }
    },
    {
      "name": "TermsInput",
      "docs": [
        "Terms as their publisher states them."
      ],
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "fee_basis",
            "type": "u8"
          },
          {
            "name": "profit_share_bps",
            "type": "u16"
          },
          {
            "name": "min_balance",
            "docs": [
              "Base units."
            ],
            "type": "u64"
          },
          {
            "name": "min_daily_cap",
            "docs": [
              "Base units."
            ],
            "type": "u64"
          },
          {
            "name": "hash",
            "type": {
              "array": [
                "u8",
                32
              ]
            }
          }
        ]
      }
    },
    {
      "name": "TermsUpdated",
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "bot",
            "type": "pubkey"
          },
          {
            "name": "version",
            "type": "u32"
          },
          {
            "name": "profit_share_bps",
            "type": "u16"
          }
        ]
      }
    },
    {
      "name": "Unsubscribed",
      "docs": [
        "`state` is 2 (closing), or 3 if the last settlement came with it."
      ],
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "subscription",
            "type": "pubkey"
          },
          {
            "name": "signer",
            "type": "pubkey"
          },
          {
            "name": "state",
            "type": "u8"
          }
        ]
      }
    },
    {
      "name": "VaultClaimed",
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "bot",
            "type": "pubkey"
          },
          {
            "name": "amount",
            "type": "u64"
          },
          {
            "name": "destination",
            "type": "pubkey"
          }
        ]
      }
    },
    {
      "name": "Waived",
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "subscription",
            "type": "pubkey"
          },
          {
            "name": "amount",
            "type": "u64"
          },
          {
            "name": "waived",
            "type": "u64"
          }
        ]
      }
    },
    {
      "name": "Withdrawn",
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "subscription",
            "type": "pubkey"
          },
          {
            "name": "amount",
            "type": "u64"
          },
          {
            "name": "balance",
            "type": "u64"
          },
          {
            "name": "destination",
            "type": "pubkey"
          }
        ]
      }
    }
  ]
} as const;

export type ProfitShareIdl = typeof IDL;
