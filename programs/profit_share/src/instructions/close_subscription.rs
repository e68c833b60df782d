use {
    crate::{
        constants::*,
        cpi::{close_token_account, emit_closed, settle_by_the_way, transfer},
        error::ProfitShareError,
        events::Closed,
        state::{Bot, Subscription, CLOSING},
        token::is_associated,
    },
    anchor_lang::{prelude::*, AccountClose},
    anchor_spl::token::TokenAccount,
};

#[event_cpi]
#[derive(Accounts)]
pub struct CloseSubscription {
    /// Close account: the subscription.
    #[account(mut)]
    pub subscription: Account<Subscription>,
    /// Close account: its escrow.
    #[account(mut, address = subscription.escrow @ ProfitShareError::EscrowMismatch)]
    pub escrow: Account<TokenAccount>,
    /// Write account: its bot.
    #[account(mut, address = subscription.bot @ ProfitShareError::BotMismatch)]
    pub bot: Account<Bot>,
    /// Write account: the bot's vault, which takes what is claimable.
    #[account(mut, seeds = [VAULT_SEED, bot.address().as_ref()], bump = bot.vault_bump)]
    pub vault: UncheckedAccount,
    /// Read account: its venue user; the system program if attested.
    #[account(address = subscription.venue_user @ ProfitShareError::VenueUserMismatch)]
    pub venue_user: UncheckedAccount,
    /// User account: who paid the rent and gets it back.
    #[account(mut, unsafe(dup), address = subscription.rent_payer @ ProfitShareError::RentPayerMismatch)]
    pub rent_payer: UncheckedAccount,
    /// Read account: the subscriber, whose signature lets the money go anywhere.
    #[account(address = subscription.subscriber @ ProfitShareError::NotSubscriber)]
    pub subscriber: UncheckedAccount,
    /// User account: takes the subscriber's money; absent if there is none.
    #[account(mut)]
    pub destination: Option<UncheckedAccount>,
    pub token_program: Program<Token>,
}

pub fn handle_close_subscription(ctx: &mut Context<CloseSubscription>) -> Result<()> {
    let now = Clock::get()?.unix_timestamp;
    let accounts = &mut ctx.accounts;
    let account = *accounts.subscription.account();
    let address = *account.address();
    let subscription: &mut Subscription = &mut accounts.subscription;

    // Check
    let end = subscription.end().filter(|end| now >= *end).ok_or(ProfitShareError::NotEnded)?;

    // Effect: the last settlement if only the clock ended it, then what `sync` does.
    if subscription.state == CLOSING {
        let event_authority = accounts.event_authority.cpi_handle();
        let venue_user = accounts.venue_user.account();
        let bump = ctx.bumps.event_authority;
        settle_by_the_way(&account, subscription, venue_user, now, Some(end), event_authority, bump)?;
    }
    let held = accounts.escrow.amount();
    subscription.fund(held - subscription.balance.get() - subscription.claimable())?;
    let ledger = subscription.ledger();
    let written_off = ledger.owed();
    require!(
        written_off == 0 || now >= end.saturating_add(WRITE_OFF_TIME),
        ProfitShareError::DebtOutstanding
    );
    let to_vault = subscription.claimable();
    let to_subscriber = held - to_vault;
    let mint = subscription.terms.mint;
    let closed = Closed {
        subscription: address,
        bot: subscription.bot,
        instance: subscription.instance,
        sequence: subscription.sequence,
        head: subscription.head,
        accrued: subscription.accrued,
        credited: subscription.credited,
        claimed: subscription.claimed,
        waived: subscription.waived,
        written_off: written_off.into(),
        to_vault: to_vault.into(),
        to_subscriber: to_subscriber.into(),
    };
    let seeds = subscription.seeds()?;
    accounts.bot.closed += 1;

    // Interaction
    if to_vault > 0 {
        transfer(
            accounts.escrow.cpi_handle_mut().into(),
            accounts.vault.cpi_handle_mut().into(),
            accounts.subscription.cpi_handle(),
            to_vault,
            &[&seeds.signer()],
        );
    }
    if to_subscriber > 0 {
        let destination = accounts.destination.as_mut().ok_or(ProfitShareError::RefundDestination)?;
        require!(
            accounts.subscriber.account().is_signer()
                || is_associated(destination.account(), accounts.subscriber.address(), &mint),
            ProfitShareError::RefundDestination
        );
        transfer(
            accounts.escrow.cpi_handle_mut().into(),
            destination.cpi_handle_mut().into(),
            accounts.subscription.cpi_handle(),
            to_subscriber,
            &[&seeds.signer()],
        );
    }
    // Through the subscription, so that no call of another program credits the rent payer: what one credits to
    // an account that has become a program, this program does not see, and the closing would not balance.
    close_token_account(
        accounts.escrow.cpi_handle_mut().into(),
        accounts.subscription.cpi_handle_mut().into(),
        &[&seeds.signer()],
    );

    // Log
    emit_closed(ctx.accounts.event_authority.cpi_handle(), ctx.bumps.event_authority, &closed);
    let rent_payer = *ctx.accounts.rent_payer.account();
    ctx.accounts.subscription.close(rent_payer)
}
