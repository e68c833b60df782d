use anchor_lang::prelude::*;

/// One per authority, in Drift's layout (240 bytes with the discriminator). Only the
/// next sub-account id is kept up.
#[account]
pub struct UserStats {
    pub authority: Address,
    pub referrer: Address,
    pub unused: [u64; 14],
    pub number_of_sub_accounts: u16,
    pub number_of_sub_accounts_created: u16,
    pub more_unused: [u32; 13],
}

const _: () = assert!(core::mem::size_of::<UserStats>() + 8 == 240);
