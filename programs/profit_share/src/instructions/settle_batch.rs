use {
    crate::{
        error::ProfitShareError,
        history::emit::{EventAuthority, Settled},
        settlement::{check_close, settle_attested, settle_verified, Close},
        state::{Keeper, Subscription},
        venue::read_user,
    },
    alloc::vec::Vec,
    anchor_lang::{address_eq, prelude::*},
};

/// Remaining accounts of each row: its subscription, then its venue user (verified) or bot (attested).
const ACCOUNTS_PER_ROW: usize = 2;

#[event_cpi]
#[derive(Accounts)]
pub struct SettleBatch {
    // User
    /// Signs for the attested rows: the signer of their keeper.
    pub signer: Option<Signer>,

    // Agreement
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

/// The keeper that was given, and whether its signer signed: a row is refused for either, never the batch.
struct Attester {
    keeper: Address,
    signed: bool,
}

pub fn handle_settle_batch(ctx: &mut Context<SettleBatch>, rows: Vec<Row>) -> Result<Vec<Skipped>> {
    // Check: two accounts a row.
    let now = Clock::get()?.unix_timestamp;
    let accounts = ctx.remaining_accounts()?;
    let (pairs, unpaired) = accounts.as_chunks::<ACCOUNTS_PER_ROW>();
    require!(unpaired.is_empty() && pairs.len() == rows.len(), ProfitShareError::MalformedBatch);
    let signer = ctx.accounts.signer.as_ref();
    let attester = ctx.accounts.keeper.as_ref().map(|keeper| Attester {
        keeper: *keeper.address(),
        signed: signer.is_some_and(|signer| address_eq(&keeper.signer, signer.address())),
    });

    // Effect: settle row by row. A row that is refused has written nothing.
    // Zeroed at once: an event that is moved or zeroed by itself costs some thirty compute units more.
    let mut events: Vec<Settled> = bytemuck::zeroed_vec(rows.len());
    let mut settled = 0;
    let mut skipped = Vec::new();
    for (i, row) in rows.iter().enumerate() {
        let [account, other] = pairs[i];
        match settle_row(account, &other, row, attester.as_ref(), now, &mut events[settled]) {
            Ok(recorded) => settled += recorded as usize,
            Err(error) => skipped.push(Skipped { row: i as u8, error: error.into() }),
        }
    }

    // Log: the records, in one event.
    if settled > 0 {
        let event_authority = EventAuthority {
            account: ctx.accounts.event_authority.cpi_handle(),
            bump: ctx.bumps.event_authority,
        };
        event_authority.emit_batch(&events[..settled]);
    }
    Ok(skipped)
}

/// Settles one row. Returns whether there was something to record, which is then in `event`.
// Not inlined, it costs some fifteen units a row less: the compiler spills less of the loop around it.
#[inline(never)]
fn settle_row(
    account: AccountView,
    other: &AccountView,
    row: &Row,
    attester: Option<&Attester>,
    now: i64,
    event: &mut Settled,
) -> Result<bool> {
    // A row that recorded something keeps its borrow, so one that names the subscription again finds it taken.
    require!(!account.is_borrowed_mut(), ProfitShareError::SubscriptionRepeated);
    // SAFETY: nobody else views the account: it is not borrowed, and this view ends with the row.
    let mut loaded = unsafe { Account::<Subscription>::load_mut(account)? };
    let subscription: &mut Subscription = &mut loaded;
    let entry = match row {
        Row::Verified => {
            require!(
                address_eq(other.address(), &subscription.venue_user),
                ProfitShareError::VenueUserMismatch
            );
            let reading = read_user(other, subscription.terms.source()?)?;
            settle_verified(subscription, reading.as_ref(), now)?
        }
        Row::Attested { instance, close } => {
            let attester = attester
                .filter(|attester| address_eq(&attester.keeper, &subscription.terms.keeper))
                .ok_or(ProfitShareError::KeeperMismatch)?;
            require!(attester.signed, ProfitShareError::NotKeeperSigner);
            subscription.check_instance(other.address(), *instance)?;
            check_close(subscription, close, now)?;
            Some(settle_attested(subscription, close, now)?)
        }
    };
    let Some(entry) = entry else {
        return Ok(false);
    };
    entry.append(account.address(), subscription, event)?;
    core::mem::forget(loaded);
    Ok(true)
}
