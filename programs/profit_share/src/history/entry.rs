use {
    super::{
        emit::Settled,
        record::{next_head, Record},
    },
    crate::{rule::Settlement, state::Subscription},
    anchor_lang::prelude::*,
};

/// What the record of a settlement holds beside the subscription's ledger.
pub struct Entry {
    pub kind: u8,
    pub flags: u8,
    pub last: i64,
    pub loss_before: u64,
    pub close_pnl: i64,
    pub profit: u64,
    pub dropped: u64,
}

impl Entry {
    /// The entry of a settlement that found `last` and `loss_before`.
    #[inline(always)]
    pub fn new(kind: u8, flags: u8, (last, loss_before): (i64, u64), settlement: &Settlement) -> Self {
        let Settlement { close_pnl, profit, dropped, .. } = *settlement;
        Self { kind, flags, last, loss_before, close_pnl, profit, dropped }
    }

    /// Appends the entry to the history of the subscription at `address`, which has stored the settlement.
    ///
    /// # Errors
    /// `ArithmeticOverflow` after 2⁶⁴ − 1 records.
    #[inline(always)]
    pub fn append(
        &self,
        address: &Address,
        subscription: &mut Subscription,
        event: &mut Settled,
    ) -> Result<()> {
        let sequence = subscription.sequence.checked_add(1).ok_or(ProgramError::ArithmeticOverflow)?;
        subscription.sequence = sequence;
        event.subscription = *address;
        event.record = Record {
            sequence,
            kind: self.kind,
            flags: self.flags,
            time: subscription.settled_at,
            close_pnl: self.close_pnl.into(),
            last: self.last.into(),
            realized: subscription.last,
            mark: subscription.mark,
            loss_before: self.loss_before.into(),
            loss: subscription.loss,
            profit: self.profit.into(),
            dropped: self.dropped.into(),
            accrued: subscription.accrued,
            credited: subscription.credited,
            reference: subscription.reference,
        };
        let head = next_head(&subscription.head, &event.record);
        event.head = head;
        subscription.head = head;
        Ok(())
    }
}
