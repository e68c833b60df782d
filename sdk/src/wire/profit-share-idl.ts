/** Written by scripts/idl-module.mjs from the program's IDL: the whole of it, without docs. */
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
      "discriminator": [248, 122, 255, 47, 241, 96, 235, 41],
      "accounts": [
        {
          "name": "new_owner",
          "signer": true
        },
        {
          "name": "bot",
          "writable": true
        }
      ],
      "args": []
    },
    {
      "name": "accept_keeper",
      "discriminator": [112, 6, 127, 244, 84, 236, 171, 228],
      "accounts": [
        {
          "name": "new_admin",
          "signer": true
        },
        {
          "name": "keeper",
          "writable": true
        }
      ],
      "args": []
    },
    {
      "name": "claim",
      "discriminator": [62, 198, 214, 193, 213, 159, 108, 210],
      "accounts": [
        {
          "name": "owner",
          "signer": true,
          "relations": [
            "bot"
          ]
        },
        {
          "name": "destination",
          "writable": true
        },
        {
          "name": "bot",
          "relations": [
            "subscription"
          ]
        },
        {
          "name": "subscription",
          "writable": true
        },
        {
          "name": "escrow",
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
      "name": "claim_vault",
      "discriminator": [87, 111, 176, 185, 53, 172, 227, 137],
      "accounts": [
        {
          "name": "owner",
          "signer": true,
          "relations": [
            "bot"
          ]
        },
        {
          "name": "destination",
          "writable": true
        },
        {
          "name": "bot"
        },
        {
          "name": "vault",
          "writable": true,
          "pda": {
            "seeds": [
              {
                "kind": "const",
                "value": [118, 97, 117, 108, 116]
              },
              {
                "kind": "account",
                "path": "bot"
              }
            ]
          }
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
      "discriminator": [33, 214, 169, 135, 35, 127, 78, 7],
      "accounts": [
        {
          "name": "rent_payer",
          "writable": true,
          "relations": [
            "subscription"
          ]
        },
        {
          "name": "subscriber",
          "relations": [
            "subscription"
          ]
        },
        {
          "name": "destination",
          "writable": true,
          "optional": true
        },
        {
          "name": "subscription",
          "writable": true
        },
        {
          "name": "escrow",
          "writable": true,
          "relations": [
            "subscription"
          ]
        },
        {
          "name": "bot",
          "writable": true,
          "relations": [
            "subscription"
          ]
        },
        {
          "name": "vault",
          "writable": true,
          "pda": {
            "seeds": [
              {
                "kind": "const",
                "value": [118, 97, 117, 108, 116]
              },
              {
                "kind": "account",
                "path": "bot"
              }
            ]
          }
        },
        {
          "name": "token_program",
          "address": "TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA"
        },
        {
          "name": "event_authority",
          "pda": {
            "seeds": [
              {
                "kind": "const",
                "value": [95, 95, 101, 118, 101, 110, 116, 95, 97, 117, 116, 104, 111, 114, 105, 116, 121]
              }
            ]
          }
        },
        {
          "name": "program"
        }
      ],
      "args": [
        {
          "name": "instance",
          "type": "u64"
        }
      ]
    },
    {
      "name": "deposit",
      "discriminator": [242, 35, 198, 137, 82, 225, 242, 182],
      "accounts": [
        {
          "name": "owner",
          "signer": true
        },
        {
          "name": "source",
          "writable": true
        },
        {
          "name": "subscription",
          "writable": true
        },
        {
          "name": "escrow",
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
      "discriminator": [149, 140, 194, 236, 174, 189, 6, 239],
      "accounts": [
        {
          "name": "destination",
          "writable": true
        },
        {
          "name": "bot",
          "relations": [
            "subscription"
          ]
        },
        {
          "name": "subscription",
          "writable": true
        },
        {
          "name": "escrow",
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
      "args": []
    },
    {
      "name": "publish_bot",
      "discriminator": [37, 203, 117, 145, 211, 167, 59, 86],
      "accounts": [
        {
          "name": "creator",
          "signer": true
        },
        {
          "name": "payer",
          "writable": true,
          "signer": true
        },
        {
          "name": "payout_wallet"
        },
        {
          "name": "bot",
          "writable": true,
          "pda": {
            "seeds": [
              {
                "kind": "const",
                "value": [98, 111, 116]
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
          "writable": true,
          "pda": {
            "seeds": [
              {
                "kind": "const",
                "value": [118, 97, 117, 108, 116]
              },
              {
                "kind": "account",
                "path": "bot"
              }
            ]
          }
        },
        {
          "name": "mint"
        },
        {
          "name": "keeper",
          "optional": true
        },
        {
          "name": "quote_market",
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
        }
      ]
    },
    {
      "name": "register_keeper",
      "discriminator": [175, 126, 140, 213, 21, 174, 234, 239],
      "accounts": [
        {
          "name": "creator",
          "signer": true
        },
        {
          "name": "payer",
          "writable": true,
          "signer": true
        },
        {
          "name": "keeper",
          "writable": true,
          "pda": {
            "seeds": [
              {
                "kind": "const",
                "value": [107, 101, 101, 112, 101, 114]
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
      "discriminator": [209, 207, 121, 129, 115, 39, 220, 4],
      "accounts": [
        {
          "name": "subscriber",
          "signer": true,
          "relations": [
            "subscription"
          ]
        },
        {
          "name": "subscription",
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
      "discriminator": [138, 236, 233, 186, 220, 29, 154, 182],
      "accounts": [
        {
          "name": "admin",
          "signer": true,
          "relations": [
            "keeper"
          ]
        },
        {
          "name": "keeper",
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
      "discriminator": [178, 217, 47, 88, 121, 133, 223, 122],
      "accounts": [
        {
          "name": "owner",
          "signer": true,
          "relations": [
            "bot"
          ]
        },
        {
          "name": "bot",
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
      "discriminator": [55, 43, 132, 51, 227, 169, 242, 195],
      "accounts": [
        {
          "name": "owner",
          "signer": true,
          "relations": [
            "bot"
          ]
        },
        {
          "name": "payout_wallet"
        },
        {
          "name": "bot",
          "writable": true
        }
      ],
      "args": [
        {
          "name": "min_payout",
          "type": "u64"
        }
      ]
    },
    {
      "name": "settle",
      "discriminator": [175, 42, 185, 87, 144, 131, 102, 212],
      "accounts": [
        {
          "name": "subscription",
          "writable": true
        },
        {
          "name": "venue_user",
          "relations": [
            "subscription"
          ]
        },
        {
          "name": "event_authority",
          "pda": {
            "seeds": [
              {
                "kind": "const",
                "value": [95, 95, 101, 118, 101, 110, 116, 95, 97, 117, 116, 104, 111, 114, 105, 116, 121]
              }
            ]
          }
        },
        {
          "name": "program"
        }
      ],
      "args": []
    },
    {
      "name": "settle_attested",
      "discriminator": [36, 146, 167, 174, 227, 157, 188, 192],
      "accounts": [
        {
          "name": "signer",
          "signer": true,
          "relations": [
            "keeper"
          ]
        },
        {
          "name": "keeper"
        },
        {
          "name": "subscription",
          "writable": true
        },
        {
          "name": "event_authority",
          "pda": {
            "seeds": [
              {
                "kind": "const",
                "value": [95, 95, 101, 118, 101, 110, 116, 95, 97, 117, 116, 104, 111, 114, 105, 116, 121]
              }
            ]
          }
        },
        {
          "name": "program"
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
      "discriminator": [22, 2, 21, 223, 225, 122, 163, 214],
      "accounts": [
        {
          "name": "signer",
          "signer": true,
          "optional": true
        },
        {
          "name": "keeper",
          "optional": true
        },
        {
          "name": "event_authority",
          "pda": {
            "seeds": [
              {
                "kind": "const",
                "value": [95, 95, 101, 118, 101, 110, 116, 95, 97, 117, 116, 104, 111, 114, 105, 116, 121]
              }
            ]
          }
        },
        {
          "name": "program"
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
      "discriminator": [254, 28, 191, 138, 156, 179, 183, 53],
      "accounts": [
        {
          "name": "subscriber",
          "signer": true
        },
        {
          "name": "agent",
          "signer": true
        },
        {
          "name": "payer",
          "writable": true,
          "signer": true
        },
        {
          "name": "depositor",
          "signer": true
        },
        {
          "name": "source",
          "writable": true,
          "optional": true
        },
        {
          "name": "bot",
          "writable": true
        },
        {
          "name": "subscription",
          "writable": true
        },
        {
          "name": "escrow",
          "writable": true
        },
        {
          "name": "venue_user"
        },
        {
          "name": "mint"
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
      "discriminator": [4, 219, 40, 164, 21, 157, 189, 88],
      "accounts": [
        {
          "name": "subscription",
          "writable": true
        },
        {
          "name": "escrow",
          "relations": [
            "subscription"
          ]
        }
      ],
      "args": []
    },
    {
      "name": "transfer_bot",
      "discriminator": [162, 118, 9, 205, 22, 147, 160, 119],
      "accounts": [
        {
          "name": "owner",
          "signer": true,
          "relations": [
            "bot"
          ]
        },
        {
          "name": "bot",
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
      "discriminator": [235, 235, 228, 64, 73, 114, 120, 221],
      "accounts": [
        {
          "name": "admin",
          "signer": true,
          "relations": [
            "keeper"
          ]
        },
        {
          "name": "keeper",
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
      "discriminator": [12, 90, 197, 207, 214, 187, 199, 198],
      "accounts": [
        {
          "name": "signer",
          "signer": true
        },
        {
          "name": "subscription",
          "writable": true
        },
        {
          "name": "venue_user",
          "relations": [
            "subscription"
          ]
        },
        {
          "name": "event_authority",
          "pda": {
            "seeds": [
              {
                "kind": "const",
                "value": [95, 95, 101, 118, 101, 110, 116, 95, 97, 117, 116, 104, 111, 114, 105, 116, 121]
              }
            ]
          }
        },
        {
          "name": "program"
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
        }
      ]
    },
    {
      "name": "update_terms",
      "discriminator": [103, 217, 128, 195, 243, 65, 58, 157],
      "accounts": [
        {
          "name": "owner",
          "signer": true,
          "relations": [
            "bot"
          ]
        },
        {
          "name": "bot",
          "writable": true
        },
        {
          "name": "keeper",
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
      "discriminator": [46, 174, 207, 55, 225, 210, 160, 200],
      "accounts": [
        {
          "name": "owner",
          "signer": true,
          "relations": [
            "bot"
          ]
        },
        {
          "name": "bot",
          "relations": [
            "subscription"
          ]
        },
        {
          "name": "subscription",
          "writable": true
        }
      ],
      "args": [
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
      "name": "withdraw",
      "discriminator": [183, 18, 70, 156, 148, 109, 161, 34],
      "accounts": [
        {
          "name": "subscriber",
          "signer": true,
          "relations": [
            "subscription"
          ]
        },
        {
          "name": "destination",
          "writable": true
        },
        {
          "name": "subscription",
          "writable": true
        },
        {
          "name": "escrow",
          "writable": true,
          "relations": [
            "subscription"
          ]
        },
        {
          "name": "venue_user",
          "relations": [
            "subscription"
          ]
        },
        {
          "name": "token_program",
          "address": "TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA"
        },
        {
          "name": "event_authority",
          "pda": {
            "seeds": [
              {
                "kind": "const",
                "value": [95, 95, 101, 118, 101, 110, 116, 95, 97, 117, 116, 104, 111, 114, 105, 116, 121]
              }
            ]
          }
        },
        {
          "name": "program"
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
    }
  ],
  "accounts": [
    {
      "name": "Bot",
      "discriminator": [122, 136, 3, 241, 243, 138, 195, 52]
    },
    {
      "name": "Keeper",
      "discriminator": [127, 221, 194, 46, 120, 73, 144, 77]
    },
    {
      "name": "Subscription",
      "discriminator": [64, 7, 26, 135, 102, 132, 98, 33]
    }
  ],
  "events": [
    {
      "name": "BotPublished",
      "discriminator": [226, 2, 208, 8, 158, 217, 222, 34]
    },
    {
      "name": "BotTransferStarted",
      "discriminator": [12, 8, 221, 65, 33, 154, 61, 46]
    },
    {
      "name": "BotTransferred",
      "discriminator": [183, 96, 115, 173, 117, 52, 93, 219]
    },
    {
      "name": "CapSet",
      "discriminator": [233, 175, 117, 76, 211, 59, 38, 239]
    },
    {
      "name": "Claimed",
      "discriminator": [217, 192, 123, 72, 108, 150, 248, 33]
    },
    {
      "name": "Closed",
      "discriminator": [50, 31, 87, 155, 135, 220, 195, 239]
    },
    {
      "name": "Funded",
      "discriminator": [67, 84, 56, 88, 192, 12, 201, 177]
    },
    {
      "name": "KeeperRegistered",
      "discriminator": [92, 176, 91, 165, 217, 103, 54, 208]
    },
    {
      "name": "KeeperSignerSet",
      "discriminator": [99, 83, 83, 217, 50, 64, 83, 120]
    },
    {
      "name": "KeeperTransferStarted",
      "discriminator": [107, 190, 69, 16, 2, 140, 78, 238]
    },
    {
      "name": "KeeperTransferred",
      "discriminator": [194, 97, 242, 144, 201, 57, 185, 156]
    },
    {
      "name": "OpenSet",
      "discriminator": [108, 237, 232, 13, 33, 170, 103, 126]
    },
    {
      "name": "PayoutSet",
      "discriminator": [237, 132, 208, 250, 60, 30, 172, 49]
    },
    {
      "name": "Settled",
      "discriminator": [232, 210, 40, 17, 142, 124, 145, 238]
    },
    {
      "name": "SettledBatch",
      "discriminator": [196, 100, 81, 120, 138, 76, 158, 3]
    },
    {
      "name": "Subscribed",
      "discriminator": [135, 59, 105, 76, 190, 236, 138, 228]
    },
    {
      "name": "TermsUpdated",
      "discriminator": [223, 89, 45, 87, 44, 50, 184, 91]
    },
    {
      "name": "Unsubscribed",
      "discriminator": [142, 198, 26, 244, 100, 121, 45, 152]
    },
    {
      "name": "VaultClaimed",
      "discriminator": [232, 48, 41, 194, 218, 163, 56, 86]
    },
    {
      "name": "Waived",
      "discriminator": [184, 7, 47, 142, 1, 60, 209, 61]
    },
    {
      "name": "Withdrawn",
      "discriminator": [20, 89, 223, 198, 194, 124, 219, 13]
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
      "code": 6008,
      "name": "PayoutWallet",
      "msg": "The payout wallet is a program, or an account of a token program or of this one; name a wallet that can sign"
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
            "type": "pubkey"
          },
          {
            "name": "pending_owner",
            "type": "pubkey"
          },
          {
            "name": "payout_wallet",
            "type": "pubkey"
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
            "name": "min_payout",
            "type": "u64"
          },
          {
            "name": "subscriptions",
            "type": "u64"
          },
          {
            "name": "closed",
            "type": "u64"
          },
          {
            "name": "closed_profit",
            "type": "u64"
          },
          {
            "name": "closed_accrued",
            "type": "u64"
          },
          {
            "name": "closed_credited",
            "type": "u64"
          },
          {
            "name": "closed_waived",
            "type": "u64"
          },
          {
            "name": "reserved",
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
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "sequence",
            "type": "u64"
          },
          {
            "name": "close_pnl",
            "type": "i64"
          },
          {
            "name": "reference",
            "type": {
              "array": [
                "u8",
                32
              ]
            }
          },
          {
            "name": "is_final",
            "type": "bool"
          }
        ]
      }
    },
    {
      "name": "Closed",
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
            "name": "ended_at",
            "type": "i64"
          },
          {
            "name": "sequence",
            "type": "u64"
          },
          {
            "name": "head",
            "type": {
              "array": [
                "u8",
                32
              ]
            }
          },
          {
            "name": "profit_total",
            "type": "u64"
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
            "type": "u64"
          },
          {
            "name": "to_vault",
            "type": "u64"
          },
          {
            "name": "to_subscriber",
            "type": "u64"
          }
        ]
      }
    },
    {
      "name": "Funded",
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
            "type": "pubkey"
          },
          {
            "name": "pending_admin",
            "type": "pubkey"
          },
          {
            "name": "signer",
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
      "name": "Record",
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "sequence",
            "type": "u64"
          },
          {
            "name": "kind",
            "type": "u8"
          },
          {
            "name": "flags",
            "type": "u8"
          },
          {
            "name": "time",
            "type": "i64"
          },
          {
            "name": "close_pnl",
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
            "name": "loss_before",
            "type": "u64"
          },
          {
            "name": "loss",
            "type": "u64"
          },
          {
            "name": "profit",
            "type": "u64"
          },
          {
            "name": "dropped",
            "type": "u64"
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
            "name": "reference",
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
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "settlements",
            "type": "bytes"
          }
        ]
      }
    },
    {
      "name": "Skipped",
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "row",
            "type": "u8"
          },
          {
            "name": "error",
            "type": "u64"
          }
        ]
      }
    },
    {
      "name": "SubscribeInput",
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "terms_version",
            "type": "u32"
          },
          {
            "name": "max_profit_share_bps",
            "type": "u16"
          },
          {
            "name": "account_no",
            "type": "u16"
          },
          {
            "name": "daily_cap",
            "type": "u64"
          },
          {
            "name": "deposit",
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
            "type": "i64"
          },
          {
            "name": "loss",
            "type": "u64"
          }
        ]
      }
    },
    {
      "name": "Subscription",
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
            "type": "u8"
          },
          {
            "name": "being_liquidated",
            "type": "u8"
          },
          {
            "name": "account_no",
            "type": "u16"
          },
          {
            "name": "liquidation_id",
            "type": "u16"
          },
          {
            "name": "bot",
            "type": "pubkey"
          },
          {
            "name": "escrow",
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
            "type": "pubkey"
          },
          {
            "name": "rent_payer",
            "type": "pubkey"
          },
          {
            "name": "instance",
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
            "type": "i64"
          },
          {
            "name": "last",
            "type": "i64"
          },
          {
            "name": "loss",
            "type": "u64"
          },
          {
            "name": "profit_total",
            "type": "u64"
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
            "name": "balance",
            "type": "u64"
          },
          {
            "name": "daily_cap",
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
            "type": "u64"
          },
          {
            "name": "total_withdraws",
            "type": "u64"
          },
          {
            "name": "sequence",
            "type": "u64"
          },
          {
            "name": "reference",
            "type": {
              "array": [
                "u8",
                32
              ]
            }
          },
          {
            "name": "head",
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
            "type": "i64"
          },
          {
            "name": "ended_at",
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
      "serialization": "bytemuck",
      "repr": {
        "kind": "c"
      },
      "type": {
        "kind": "struct",
        "fields": [
          {
            "name": "source",
            "type": "u8"
          },
          {
            "name": "fee_basis",
            "type": "u8"
          },
          {
            "name": "profit_share_bps",
            "type": "u16"
          },
          {
            "name": "version",
            "type": "u32"
          },
          {
            "name": "min_balance",
            "type": "u64"
          },
          {
            "name": "min_daily_cap",
            "type": "u64"
          },
          {
            "name": "keeper",
            "type": "pubkey"
          },
          {
            "name": "mint",
            "type": "pubkey"
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
      "name": "TermsInput",
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
            "type": "u64"
          },
          {
            "name": "min_daily_cap",
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
  ],
  "constants": [
    {
      "name": "ACCOUNT_VERSION",
      "type": "u8",
      "value": "2"
    },
    {
      "name": "ATTESTED_CLOSING_TIME",
      "type": "i64",
      "value": "604800"
    },
    {
      "name": "ATTESTED_SEED",
      "type": "bytes",
      "value": "[97, 116, 116, 101, 115, 116, 101, 100]"
    },
    {
      "name": "BOT_SEED",
      "type": "bytes",
      "value": "[98, 111, 116]"
    },
    {
      "name": "BPS_DENOMINATOR",
      "type": "u64",
      "value": "10000"
    },
    {
      "name": "ESCROW_SEED",
      "type": "bytes",
      "value": "[101, 115, 99, 114, 111, 119]"
    },
    {
      "name": "HISTORY_DOMAIN",
      "type": "bytes",
      "value": "[112, 114, 111, 102, 105, 116, 95, 115, 104, 97, 114, 101, 58, 104, 105, 115, 116, 111, 114, 121, 58, 118, 50]"
    },
    {
      "name": "KEEPER_SEED",
      "type": "bytes",
      "value": "[107, 101, 101, 112, 101, 114]"
    },
    {
      "name": "MAX_PROFIT_SHARE_BPS",
      "type": "u16",
      "value": "1000"
    },
    {
      "name": "MINT_DECIMALS",
      "type": "u8",
      "value": "6"
    },
    {
      "name": "SECONDS_PER_DAY",
      "type": "i64",
      "value": "86400"
    },
    {
      "name": "VAULT_SEED",
      "type": "bytes",
      "value": "[118, 97, 117, 108, 116]"
    },
    {
      "name": "VERIFIED_CLOSING_TIME",
      "type": "i64",
      "value": "2592000"
    },
    {
      "name": "VERIFIED_SEED",
      "type": "bytes",
      "value": "[118, 101, 114, 105, 102, 105, 101, 100]"
    },
    {
      "name": "WRITE_OFF_TIME",
      "type": "i64",
      "value": "604800"
    }
  ]
} as const;

export type ProfitShareIdl = typeof IDL;
