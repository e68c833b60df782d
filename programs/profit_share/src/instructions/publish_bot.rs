use {
    crate::{
        constants::*,
        error::ProfitShareError,
        events::BotPublished,
        state::*,
        token::check_payout_wallet,
        venue::{check_quote_mint, Source},
    },
    anchor_lang::prelude::*,
    anchor_spl::{
        mint::Mint,
        token::{self, TokenAccount},
    },
};

#[derive(Accounts)]
#[instruction(id: [u8; 16])]
pub struct PublishBot {
    // User
    /// Signs, and becomes the owner.
    pub creator: Signer,
    /// Pays the rent. May be the creator.
    #[account(mut, unsafe(dup))]
    pub payer: Signer,
    /// Read account: the wallet that `payout` pays. Neither a program nor an account of a token program or of this one.
    pub payout_wallet: UncheckedAccount,

    // Agreement
    /// Create account: the bot.
    #[account(init, payer = payer, seeds = [BOT_SEED, creator.address().as_ref(), &id], bump)]
    pub bot: Account<Bot>,
    /// Create account: the bot's token account for what a closing subscription could not pay out.
    #[account(
        init, payer = payer, seeds = [VAULT_SEED, bot.address().as_ref()], bump,
        token::mint = mint, token::authority = bot
    )]
    pub vault: Account<TokenAccount>,
    /// Read account: the mint, of the classic token program.
    pub mint: Account<Mint>,
    /// Read account: the keeper that attests closes. Attested only.
    pub keeper: Option<Account<Keeper>>,
    /// Read account: the venue's spot market 0. Verified only.
    pub quote_market: Option<UncheckedAccount>,

    // Program
    pub token_program: Program<Token>,
    pub system_program: Program<System>,
}

pub fn handle_publish_bot(
    ctx: &mut Context<PublishBot>,
    id: [u8; 16],
    source: u8,
    terms: TermsInput,
    min_payout: u64,
) -> Result<()> {
    // Check: mint, payout wallet and terms.
    let accounts = &mut ctx.accounts;
    let mint = *accounts.mint.address();
    require!(accounts.mint.decimals() == MINT_DECIMALS, ProfitShareError::MintDecimals);
    require!(min_payout > 0, ProfitShareError::MinPayoutIsZero);
    check_payout_wallet(accounts.payout_wallet.account())?;
    let keeper = accounts.keeper.as_ref().map(|keeper| *keeper.address());
    let terms = terms.terms(1, source, mint, keeper)?;
    let source = terms.source()?;
    if source != Source::Attested {
        let market = accounts.quote_market.as_ref().ok_or(ProfitShareError::QuoteMarketMismatch)?;
        check_quote_mint(market.account(), &mint, source)?;
    }

    // Effect: write the bot. Its creator is its first owner.
    let creator = *accounts.creator.address();
    let bot = &mut accounts.bot;
    bot.version = ACCOUNT_VERSION;
    bot.bump = ctx.bumps.bot;
    bot.vault_bump = ctx.bumps.vault;
    bot.open = 1;
    bot.creator = creator;
    bot.id = id;
    bot.owner = creator;
    bot.payout_wallet = *accounts.payout_wallet.address();
    bot.terms = terms;
    bot.min_payout = min_payout.into();

    // Log: the new bot.
    emit!(BotPublished { bot: *bot.address(), creator, profit_share_bps: terms.profit_share_bps.get() });
    Ok(())
}
