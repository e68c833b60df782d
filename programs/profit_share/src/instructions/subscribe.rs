use {
    crate::{
        constants::*,
        cpi::transfer,
        error::ProfitShareError,
        events::Subscribed,
        history::record::first_head,
        rule::window::day,
        state::*,
        venue::{read_authority, read_user, venue_source, Source},
    },
    anchor_lang::{accounts::SlabInit, prelude::*, AccountInitialize},
    anchor_spl::{
        mint::Mint,
        token::{TokenAccount, TokenAccountInitParams},
    },
};

#[derive(Accounts)]
pub struct Subscribe {
    // User
    /// Signs: whose money it is.
    pub subscriber: Signer,
    /// Signs: who trades. May be the subscriber.
    pub agent: Signer,
    /// Pays the rent and gets it back. May be any of the other signers.
    #[account(mut, unsafe(dup))]
    pub payer: Signer,
    /// Signs: the owner of the token account that pays the deposit. May be any of the other signers.
    pub depositor: Signer,
    /// Write account: pays the deposit. Absent if the deposit is 0.
    #[account(mut)]
    pub source: Option<UncheckedAccount>,

    // Agreement
    /// Write account: the bot.
    #[account(mut)]
    pub bot: Account<Bot>,
    /// Create account: the subscription.
    #[account(mut)]
    pub subscription: UncheckedAccount,
    /// Create account: its token account.
    #[account(mut)]
    pub escrow: UncheckedAccount,
    /// Read account: the agent's account on the venue; the system program if attested.
    pub venue_user: UncheckedAccount,
    /// Read account: the bot's mint.
    #[account(address = bot.terms.mint @ ProfitShareError::MintMismatch)]
    pub mint: Account<Mint>,

    // Program
    pub token_program: Program<Token>,
    pub system_program: Program<System>,
}

/// What the subscriber signs for.
#[derive(Clone, Copy, AnchorSerialize, AnchorDeserialize, IdlType)]
pub struct SubscribeInput {
    /// The version of the terms that were read.
    pub terms_version: u32,
    /// The most that the creator may take, whatever the terms say by then.
    pub max_profit_share_bps: u16,
    /// Attested: which account of the agent; 0 if verified.
    pub account_no: u16,
    /// Most that may accrue in one UTC day (base units).
    pub daily_cap: u64,
    /// Base units.
    pub deposit: u64,
}

impl SubscribeInput {
    /// # Errors
    /// `BotNotOpen`, `TermsChanged`, `ProfitShareAboveMaximum`, `CapBelowMinimum`, `DepositBelowMinimum`.
    fn check(&self, open: bool, terms: &Terms) -> Result<()> {
        require!(open, ProfitShareError::BotNotOpen);
        require!(terms.version == self.terms_version, ProfitShareError::TermsChanged);
        require!(
            terms.profit_share_bps <= self.max_profit_share_bps,
            ProfitShareError::ProfitShareAboveMaximum
        );
        require!(terms.min_daily_cap <= self.daily_cap, ProfitShareError::CapBelowMinimum);
        require!(terms.min_balance <= self.deposit, ProfitShareError::DepositBelowMinimum);
        Ok(())
    }
}

pub fn handle_subscribe(ctx: &mut Context<Subscribe>, input: SubscribeInput) -> Result<()> {
    let now = Clock::get()?.unix_timestamp;
    let accounts = &mut ctx.accounts;
    let terms = accounts.bot.terms;
    let source = terms.source()?;
    let agent = *accounts.agent.address();
    let venue_user = *accounts.venue_user.address();

    // Check: what the subscriber signed for, the venue user, and the addresses.
    input.check(accounts.bot.open != 0, &terms)?;
    let (seeds, reading) = match source {
        Source::Attested => {
            require!(venue_user == System::id(), ProfitShareError::VenueUserMismatch);
            (SubscriptionSeeds::attested(&agent, input.account_no), None)
        }
        venue_source!() => {
            require!(input.account_no == 0, ProfitShareError::UnexpectedAccountNo);
            let reading =
                read_user(accounts.venue_user.account(), source)?.ok_or(ProfitShareError::VenueOwner)?;
            let authority = read_authority(accounts.venue_user.account(), source)?;
            require!(authority == Some(agent.to_bytes()), ProfitShareError::VenueAuthority);
            require!(reading.flat, ProfitShareError::VenueNotFlat);
            require!(!reading.being_liquidated, ProfitShareError::VenueInLiquidation);
            (SubscriptionSeeds::verified(&venue_user), Some(reading))
        }
    };
    let address = *accounts.subscription.address();
    let (expected, bump) = find_program_address(&seeds.unbumped(), &crate::ID);
    require!(address == expected, ProfitShareError::SubscriptionAddressMismatch);
    let (escrow, escrow_bump) = find_program_address(&[ESCROW_SEED, address.as_ref()], &crate::ID);
    require!(*accounts.escrow.address() == escrow, ProfitShareError::EscrowMismatch);
    require!(accounts.subscription.account().owned_by(&System::id()), ProfitShareError::AlreadySubscribed);

    // Effect: count the subscription and create it.
    let instance = accounts.bot.subscriptions.checked_add(1).ok_or(ProgramError::ArithmeticOverflow)?;
    accounts.bot.subscriptions = instance;
    let bot = *accounts.bot.address();
    let mut subscription = Account::<Subscription>::create_and_initialize(
        accounts.payer.account(),
        accounts.subscription.account(),
        SUBSCRIPTION_SPACE,
        &crate::ID,
        &(),
        Some(&seeds.with_bump(bump).signer()),
        None,
    )?;
    subscription.version = ACCOUNT_VERSION;
    subscription.bump = bump;
    subscription.state = ACTIVE;
    subscription.bot = bot;
    subscription.escrow = escrow;
    subscription.subscriber = *accounts.subscriber.address();
    subscription.agent = agent;
    subscription.rent_payer = *accounts.payer.address();
    subscription.instance = instance;
    subscription.terms = terms;
    subscription.balance = input.deposit.into();
    subscription.daily_cap = input.daily_cap.into();
    subscription.window_day = day(now).into();
    subscription.head = first_head(&address, &bot, instance.get(), &terms);
    subscription.subscribed_at = now.into();
    match reading {
        None => subscription.account_no = input.account_no.into(),
        Some(reading) => {
            subscription.venue_user = venue_user;
            subscription.mark = reading.realized.into();
            subscription.last = reading.realized.into();
            subscription.loss = reading.loss.into();
            subscription.store_reading(&reading);
        }
    }

    // Interaction: create the escrow and fund it.
    TokenAccount::create_and_initialize(
        accounts.payer.account(),
        accounts.escrow.account(),
        TokenAccount::LEN,
        &TokenAccountInitParams {
            mint: Some(accounts.mint.account()),
            authority: Some(accounts.subscription.account()),
        },
        Some(&[ESCROW_SEED, address.as_ref(), &[escrow_bump]]),
        None,
    )?;
    if input.deposit > 0 {
        let source = accounts.source.as_mut().ok_or(ErrorCode::ConstraintAccountIsNone)?;
        transfer(
            source.cpi_handle_mut().into(),
            accounts.escrow.cpi_handle_mut().into(),
            accounts.depositor.cpi_handle(),
            input.deposit,
            &[],
        );
    }

    // Log: the new subscription, and where it starts.
    emit!(Subscribed {
        subscription: address,
        bot,
        instance: instance.get(),
        subscriber: subscription.subscriber,
        agent,
        terms_version: terms.version.get(),
        daily_cap: input.daily_cap,
        deposit: input.deposit,
        mark: subscription.mark.get(),
        loss: subscription.loss.get(),
    });
    Ok(())
}

const SUBSCRIPTION_SPACE: usize = 8 + core::mem::size_of::<Subscription>();
