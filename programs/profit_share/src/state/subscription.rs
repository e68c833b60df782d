use {
    super::Terms,
    crate::{
        constants::*,
        error::ProfitShareError,
        rule::{window::Window, Ledger},
        venue::{venue_source, Reading, Source},
    },
    anchor_lang::{address_eq, prelude::*},
    core::{
        mem::{offset_of, size_of},
        ops::Range,
    },
};

pub const ACTIVE: u8 = 1;
pub const CLOSING: u8 = 2;
pub const ENDED: u8 = 3;

/// One subscriber's agreement with one bot, and the ledger of its escrow.
/// PDA: verified `"verified", venue_user`; attested `"attested", agent, account_no`.
#[account]
pub struct Subscription {
    pub version: u8,
    pub bump: u8,
    /// 1 Active, 2 Closing, 3 Ended. Ended is also computed from the clocks: see `ended`.
    pub state: u8,
    /// Verified: 1 if a liquidation flag was set at the last settlement.
    pub being_liquidated: u8,
    /// Attested: which account of the agent; 0 if verified.
    pub account_no: PodU16,
    /// Verified: the venue's `next_liquidation_id` at the last settlement.
    pub liquidation_id: PodU16,
    pub bot: Address,
    /// PDA `"escrow", subscription`: its token account.
    pub escrow: Address,
    pub subscriber: Address,
    pub agent: Address,
    /// Zero (the system program's address) if attested.
    pub venue_user: Address,
    /// Who gets the rent back.
    pub rent_payer: Address,
    /// Which subscription of the bot, from 1.
    pub instance: PodU64,
    pub terms: Terms,
    /// Realized PnL already charged.
    pub mark: PodI64,
    /// Realized PnL at the last settlement.
    pub last: PodI64,
    /// Verified: negative PnL in the venue user's positions at the last settlement, which a liquidation can take; 0 if
    /// attested.
    pub loss: PodU64,
    /// Lifetime profit charged.
    pub profit_total: PodU64,
    /// Lifetime share: `floor(profit_total · bps / 10_000)`.
    pub accrued: PodU64,
    /// Its part covered by balance.
    pub credited: PodU64,
    /// Its part that left the escrow for the creator.
    pub claimed: PodU64,
    /// Its part that the owner gave up.
    pub waived: PodU64,
    /// The subscriber's money in the escrow.
    pub balance: PodU64,
    /// Most that may accrue in one UTC day.
    pub daily_cap: PodU64,
    pub next_daily_cap: PodU64,
    pub next_daily_cap_day: PodU32,
    pub window_day: PodU32,
    pub window_accrued: PodU64,
    /// Verified: the venue's deposit totals at the last settlement; a fall shows a re-created account.
    pub total_deposits: PodU64,
    pub total_withdraws: PodU64,
    /// Number of the last record, 0 before the first.
    pub sequence: PodU64,
    /// Reference of the last attested close.
    pub reference: [u8; 32],
    /// Head of the history.
    pub head: [u8; 32],
    pub subscribed_at: PodI64,
    pub settled_at: PodI64,
    /// 0 until `unsubscribe`.
    pub closing_at: PodI64,
    /// 0 until an end is recorded.
    pub ended_at: PodI64,
    pub reserved: [u8; 64],
}

/// The bytes of the fields from `mark` to `balance`, which the rule changes, and of the cap's, from `daily_cap` to
/// `window_accrued`. They are read and written where they are: to copy them would cost sixty compute units a settlement.
const LEDGER: Range<usize> = part::<Ledger>(offset_of!(Subscription, mark));
const WINDOW: Range<usize> = part::<Window>(offset_of!(Subscription, daily_cap));

const fn part<T>(start: usize) -> Range<usize> {
    start..start + size_of::<T>()
}

macro_rules! same_place {
    ($part:ident at $range:ident: $($field:ident)*) => {
        $(const _: () = assert!($range.start + offset_of!($part, $field) == offset_of!(Subscription, $field));)*
    };
}
same_place!(Ledger at LEDGER: mark last loss profit_total accrued credited claimed waived balance);
same_place!(Window at WINDOW: daily_cap next_daily_cap next_daily_cap_day window_day window_accrued);

impl Subscription {
    /// When the subscription ended: as recorded, else when the clock of Closing runs out.
    #[inline(always)]
    pub fn end(&self) -> Option<i64> {
        match self.state {
            ENDED => Some(self.ended_at.get()),
            CLOSING => {
                let time = match self.terms.source() {
                    Ok(Source::Attested) => ATTESTED_CLOSING_TIME,
                    _ => VERIFIED_CLOSING_TIME,
                };
                Some(self.closing_at.get().saturating_add(time))
            }
            _ => None,
        }
    }

    /// Whether nothing settles any more. A recorded end holds whatever the clock says by then.
    #[inline(always)]
    pub fn ended(&self, now: i64) -> bool {
        self.state == ENDED || self.end().is_some_and(|end| now >= end)
    }

    /// Refuses an instruction that was made for another agreement at this address.
    #[inline(always)]
    pub fn check_instance(&self, bot: &Address, instance: u64) -> Result<()> {
        require!(address_eq(&self.bot, bot), ProfitShareError::BotMismatch);
        require!(self.instance == instance, ProfitShareError::InstanceMismatch);
        Ok(())
    }

    /// Whether a settlement on `reading` changes nothing: the account holds what it held at the last one, and
    /// nothing waits for room under the cap, for money or for an end.
    #[inline(always)]
    pub fn is_settled_at(&self, reading: &Reading) -> bool {
        self.last == reading.realized
            && self.state == ACTIVE
            && self.mark >= reading.realized
            && self.loss == reading.loss
            && (self.balance == 0 || self.ledger().owed() == 0)
            && self.liquidation_id == reading.liquidation_id
            && !(reading.being_liquidated || self.being_liquidated != 0)
            && self.total_deposits == reading.total_deposits
            && self.total_withdraws == reading.total_withdraws
    }

    /// Records the end.
    #[inline(always)]
    pub fn finish(&mut self, now: i64) {
        self.state = ENDED;
        self.ended_at = now.into();
    }

    #[inline(always)]
    pub fn store_reading(&mut self, reading: &Reading) {
        self.liquidation_id = reading.liquidation_id.into();
        self.being_liquidated = reading.being_liquidated.into();
        self.total_deposits = reading.total_deposits.into();
        self.total_withdraws = reading.total_withdraws.into();
    }

    /// The creator's money in the escrow.
    ///
    /// # Errors
    /// `ArithmeticOverflow`, if the ledger is none that this program can have written.
    #[inline(always)]
    pub fn claimable(&self) -> Result<u64> {
        let claimable = self.credited.checked_sub(self.claimed).ok_or(ProgramError::ArithmeticOverflow)?;
        Ok(claimable.get())
    }

    /// What the escrow holds beyond balance and claimable: tokens that came without a deposit.
    ///
    /// # Errors
    /// `ArithmeticOverflow`, if it holds less.
    #[inline(always)]
    pub fn uncounted(&self, held: u64) -> Result<u64> {
        held.checked_sub(self.balance.get())
            .and_then(|rest| rest.checked_sub(self.claimable().ok()?))
            .ok_or(ProgramError::ArithmeticOverflow)
    }

    #[inline(always)]
    pub fn ledger(&self) -> &Ledger {
        bytemuck::from_bytes(&bytemuck::bytes_of(self)[LEDGER])
    }

    #[inline(always)]
    pub fn ledger_mut(&mut self) -> &mut Ledger {
        bytemuck::from_bytes_mut(&mut bytemuck::bytes_of_mut(self)[LEDGER])
    }

    #[inline(always)]
    pub fn window_mut(&mut self) -> &mut Window {
        bytemuck::from_bytes_mut(&mut bytemuck::bytes_of_mut(self)[WINDOW])
    }

    pub fn seeds(&self) -> Result<SubscriptionSeeds> {
        let seeds = match self.terms.source()? {
            Source::Attested => SubscriptionSeeds::attested(&self.agent, self.account_no.get()),
            venue_source!() => SubscriptionSeeds::verified(&self.venue_user),
        };
        Ok(seeds.with_bump(self.bump))
    }

    /// Adds money to the balance and pays what is owed from it; returns what was paid.
    ///
    /// # Errors
    /// `ArithmeticOverflow`, if the balance would leave u64.
    #[inline(always)]
    pub fn fund(&mut self, amount: u64) -> Result<u64> {
        let balance = self.balance.checked_add(amount).ok_or(ProgramError::ArithmeticOverflow)?;
        let ledger = self.ledger_mut();
        ledger.balance = balance;
        Ok(ledger.pay_owed())
    }
}

/// Seeds of a subscription's address, copied so that the account stays free to be written.
pub struct SubscriptionSeeds {
    prefix: &'static [u8],
    key: Address,
    account_no: [u8; 2],
    account_no_len: usize,
    bump: [u8; 1],
}

impl SubscriptionSeeds {
    pub fn verified(venue_user: &Address) -> Self {
        Self { prefix: VERIFIED_SEED, key: *venue_user, account_no: [0; 2], account_no_len: 0, bump: [0] }
    }

    pub fn attested(agent: &Address, account_no: u16) -> Self {
        Self {
            prefix: ATTESTED_SEED,
            key: *agent,
            account_no: account_no.to_le_bytes(),
            account_no_len: 2,
            bump: [0],
        }
    }

    pub fn with_bump(self, bump: u8) -> Self {
        Self { bump: [bump], ..self }
    }

    /// Seeds without the bump. A verified address has an empty third seed, which adds nothing to the hash.
    pub fn unbumped(&self) -> [&[u8]; 3] {
        [self.prefix, self.key.as_ref(), &self.account_no[..self.account_no_len]]
    }

    /// Seeds with the bump, as a signer needs them.
    pub fn signer(&self) -> [&[u8]; 4] {
        let [prefix, key, account_no] = self.unbumped();
        [prefix, key, account_no, &self.bump]
    }
}
