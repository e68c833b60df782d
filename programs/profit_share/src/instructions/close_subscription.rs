use {
    crate::{
        constants::*,
        cpi::{close_token_account, transfer},
        error::ProfitShareError,
        history::emit::{Closed, EventAuthority},
        state::{Bot, Subscription},
        token::is_associated,
    },
    anchor_lang::{prelude::*, AccountClose},
    anchor_spl::token::TokenAccount,
};

#[event_cpi]
#[derive(Accounts)]
pub struct CloseSubscription {
    // User
    /// Write account: takes the rent back. Must be `subscription.rent_payer`.
    #[account(mut, unsafe(dup), address = subscription.rent_payer @ ProfitShareError::RentPayerMismatch)]
    pub rent_payer: UncheckedAccount,
    /// Must be `subscription.subscriber`, whose signature lets the money go anywhere.
    #[account(address = subscription.subscriber @ ProfitShareError::NotSubscriber)]
    pub subscriber: UncheckedAccount,
    /// Write account: takes the subscriber's money. Absent if there is none.
    #[account(mut)]
    pub destination: Option<UncheckedAccount>,

    // Agreement
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

    // Program
    pub token_program: Program<Token>,
}

pub fn handle_close_subscription(ctx: &mut Context<CloseSubscription>, instance: u64) -> Result<()> {
    let now = Clock::get()?.unix_timestamp;
    let accounts = &mut ctx.accounts;
    let account = *accounts.subscription.account();
    let subscription: &mut Subscription = &mut accounts.subscription;

    // Check: the agreement that was meant, and that it has ended.
    subscription.check_instance(accounts.bot.address(), instance)?;
    let end = subscription.end().filter(|end| now >= *end).ok_or(ProfitShareError::NotEnded)?;

    // Effect: take in what came without a deposit and pay what is owed. Then divide what the escrow holds.
    let held = accounts.escrow.amount();
    subscription.fund(subscription.uncounted(held)?)?;
    let written_off = subscription.ledger().owed();
    require!(
        written_off == 0 || now >= end.saturating_add(WRITE_OFF_TIME),
        ProfitShareError::DebtOutstanding
    );
    let to_vault = subscription.claimable()?;
    let to_subscriber = held.checked_sub(to_vault).ok_or(ProgramError::ArithmeticOverflow)?;
    let mint = subscription.terms.mint;
    let closed = Closed {
        subscription: *account.address(),
        bot: subscription.bot,
        instance: subscription.instance,
        ended_at: end.into(),
        sequence: subscription.sequence,
        head: subscription.head,
        profit_total: subscription.profit_total,
        accrued: subscription.accrued,
        credited: subscription.credited,
        claimed: subscription.claimed,
        waived: subscription.waived,
        written_off: written_off.into(),
        to_vault: to_vault.into(),
        to_subscriber: to_subscriber.into(),
    };
    let seeds = subscription.seeds()?;
    accounts.bot.count_closed(subscription)?;

    // Interaction: pay both, and close the escrow.
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

    // Log: the last event of the history. Then the subscription is gone, and its rent returns.
    let event_authority = EventAuthority {
        account: ctx.accounts.event_authority.cpi_handle(),
        bump: ctx.bumps.event_authority,
    };
    event_authority.emit_closed(&closed);
    let rent_payer = *ctx.accounts.rent_payer.account();
    ctx.accounts.subscription.close(rent_payer)
}
