use {
    crate::{
        error::ProfitShareError,
        history::emit::EventAuthority,
        settlement::{check_close, settle_attested, Close},
        state::{Keeper, Subscription},
    },
    anchor_lang::prelude::*,
};

#[event_cpi]
#[derive(Accounts)]
pub struct SettleAttested {
    // User
    /// Must be `keeper.signer`.
    #[account(address = keeper.signer @ ProfitShareError::NotKeeperSigner)]
    pub signer: Signer,

    // Agreement
    /// Read account: the keeper named in the terms.
    #[account(address = subscription.terms.keeper @ ProfitShareError::KeeperMismatch)]
    pub keeper: Account<Keeper>,
    /// Write account: the subscription.
    #[account(mut)]
    pub subscription: Account<Subscription>,
}

pub fn handle_settle_attested(
    ctx: &mut Context<SettleAttested>,
    bot: Address,
    instance: u64,
    close: Close,
) -> Result<()> {
    let account = *ctx.accounts.subscription.account();
    let subscription: &mut Subscription = &mut ctx.accounts.subscription;

    // Check: the agreement that was meant, and the close.
    let now = Clock::get()?.unix_timestamp;
    subscription.check_instance(&bot, instance)?;
    check_close(subscription, &close, now)?;

    // Effect: apply the rule.
    let entry = settle_attested(subscription, &close, now)?;

    // Log: the record.
    let event_authority = EventAuthority {
        account: ctx.accounts.event_authority.cpi_handle(),
        bump: ctx.bumps.event_authority,
    };
    event_authority.record(account.address(), subscription, &entry)
}
