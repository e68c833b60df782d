use {
    super::Close,
    crate::{
        cpi::emit_batch,
        error::ProfitShareError,
        events::Settled,
        settlement::{check_close, settle_attested, settle_verified},
        state::{Keeper, Subscription},
        venue::read_user,
    },
    anchor_lang::{address_eq, prelude::*},
    bytemuck::Zeroable,
};

extern crate alloc;
use alloc::vec::Vec;

/// Remaining accounts of each row: its subscription, then its venue user (verified) or bot (attested).
const ACCOUNTS_PER_ROW: usize = 2;

#[event_cpi]
#[derive(Accounts)]
pub struct SettleBatch {
    /// Keeper account: its signer. Attested rows only.
    pub signer: Option<Signer>,
    /// Read account: the keeper of all attested rows.
    pub keeper: Option<Account<Keeper>>,
}

#[derive(Clone, Copy, AnchorSerialize, AnchorDeserialize, IdlType)]
pub enum Row {
    Verified,
    Attested { instance: u64, close: Close },
}

/// A row that was skipped, and the error that it would have met alone.
#[derive(Clone, Copy, AnchorSerialize, AnchorDeserialize, IdlType)]
pub struct Skipped {
    pub row: u8,
    /// A program error as the runtime encodes it: custom codes as they are, built-in ones shifted by 32.
    pub error: u64,
}

pub fn handle_settle_batch(ctx: &mut Context<SettleBatch>, rows: Vec<Row>) -> Result<Vec<Skipped>> {
    // Check
    let now = Clock::get()?.unix_timestamp;
    let accounts = ctx.remaining_accounts()?;
    require!(accounts.len() == rows.len() * ACCOUNTS_PER_ROW, ProfitShareError::MalformedBatch);
    let keeper = match (&ctx.accounts.keeper, &ctx.accounts.signer) {
        (Some(keeper), Some(signer)) => {
            require!(address_eq(&keeper.signer, signer.address()), ProfitShareError::NotKeeperSigner);
            Some(*keeper.address())
        }
        _ => None,
    };

    // Effect, row by row: a row that is refused has written nothing.
    let mut settled: Vec<Settled> = Vec::with_capacity(rows.len());
    let mut skipped = Vec::new();
    for (i, row) in rows.iter().enumerate() {
        let [account, other] = [accounts[ACCOUNTS_PER_ROW * i], accounts[ACCOUNTS_PER_ROW * i + 1]];
        let repeated = settled.iter().any(|event| address_eq(&event.subscription, account.address()));
        let result = if repeated {
            Err(ProfitShareError::SubscriptionRepeated.into())
        } else {
            settle_row(account, &other, row, keeper.as_ref(), now, &mut settled)
        };
        if let Err(error) = result {
            skipped.push(Skipped { row: i as u8, error: error.into() });
        }
    }

    // Log
    if !settled.is_empty() {
        emit_batch(ctx.accounts.event_authority.cpi_handle(), ctx.bumps.event_authority, &settled);
    }
    Ok(skipped)
}

fn settle_row(
    account: AccountView,
    other: &AccountView,
    row: &Row,
    keeper: Option<&Address>,
    now: i64,
    settled: &mut Vec<Settled>,
) -> Result<()> {
    // SAFETY: this row holds the only typed view of the account, and drops it before the next row.
    let mut loaded = unsafe { Account::<Subscription>::load_mut(account)? };
    let subscription: &mut Subscription = &mut loaded;
    let entry = match row {
        Row::Verified => {
            require!(
                address_eq(other.address(), &subscription.venue_user),
                ProfitShareError::VenueUserMismatch
            );
            let reading = read_user(other, subscription.terms.source()?)?;
            settle_verified(subscription, reading.as_ref(), now)
        }
        Row::Attested { instance, close } => {
            let keeper = keeper.ok_or(ProfitShareError::KeeperMismatch)?;
            require!(address_eq(keeper, &subscription.terms.keeper), ProfitShareError::KeeperMismatch);
            subscription.check_instance(other.address(), *instance)?;
            check_close(subscription, close, now)?;
            Some(settle_attested(subscription, close, now)?)
        }
    };
    if let Some(entry) = entry {
        // Written where it stays: moving an event costs fifty compute units.
        settled.push(Settled::zeroed());
        let event = settled.last_mut().unwrap();
        entry.append(account.address(), subscription, event);
    }
    Ok(())
}
