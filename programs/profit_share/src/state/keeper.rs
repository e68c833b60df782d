use anchor_lang::prelude::*;

/// Who attests closes for a marketplace. PDA `"keeper", creator, id`.
#[account]
pub struct Keeper {
    pub version: u8,
    pub bump: u8,
    pub reserved_head: [u8; 6],
    /// Who registered it; part of its address, without power afterwards.
    pub creator: Address,
    pub id: [u8; 16],
    /// Cold key: rotates `signer` and hands itself over.
    pub admin: Address,
    /// The admin to be, until it accepts; zero if none.
    pub pending_admin: Address,
    /// Hot key: settles attested closes and nothing else.
    pub signer: Address,
    pub reserved: [u8; 64],
}
