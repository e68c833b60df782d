use {
    crate::{constants::*, error::DriftSimError},
    anchor_lang::prelude::*,
    bytemuck::{Pod, Zeroable},
};

/// A trading sub-account in Drift v2's layout (4376 bytes with the discriminator).
/// Base amounts are 1e-9, quote amounts 1e-6, scaled balances 1e-9.
#[account]
pub struct User {
    pub authority: Address,
    pub delegate: Address,
    pub name: [u8; 32],
    pub spot_positions: [SpotPosition; 8],
    pub perp_positions: [PerpPosition; 8],
    pub orders: [Order; 32],
    pub last_add_perp_lp_shares_ts: i64,
    pub total_deposits: u64,
    pub total_withdraws: u64,
    pub total_social_loss: u64,
    pub settled_perp_pnl: i64,
    pub cumulative_spot_fees: i64,
    pub cumulative_perp_funding: i64,
    pub liquidation_margin_freed: u64,
    pub last_active_slot: u64,
    pub next_order_id: u32,
    pub max_margin_ratio: u32,
    pub next_liquidation_id: u16,
    pub sub_account_id: u16,
    pub status: u8,
    pub is_margin_trading_enabled: u8,
    pub idle: u8,
    pub open_orders: u8,
    pub has_open_order: u8,
    pub open_auctions: u8,
    pub has_open_auction: u8,
    pub margin_mode: u8,
    pub pool_id: u8,
    pub padding1: [u8; 3],
    pub last_fuel_bonus_update_ts: u32,
    pub padding: [u8; 12],
}

const _: () = assert!(core::mem::size_of::<User>() + 8 == 4376);

#[derive(Clone, Copy, Pod, Zeroable, IdlType)]
#[repr(C)]
pub struct SpotPosition {
    pub scaled_balance: u64,
    pub open_bids: i64,
    pub open_asks: i64,
    pub cumulative_deposits: i64,
    pub market_index: u16,
    /// 0 deposit, 1 borrow
    pub balance_type: u8,
    pub open_orders: u8,
    pub padding: [u8; 4],
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable, IdlType)]
#[repr(C)]
pub struct PerpPosition {
    pub last_cumulative_funding_rate: i64,
    pub base_asset_amount: i64,
    pub quote_asset_amount: i64,
    pub quote_break_even_amount: i64,
    pub quote_entry_amount: i64,
    pub open_bids: i64,
    pub open_asks: i64,
    pub settled_pnl: i64,
    pub lp_shares: u64,
    pub isolated_position_scaled_balance: u64,
    pub last_quote_asset_amount_per_lp: i64,
    pub padding: [u8; 2],
    pub max_margin_ratio: u16,
    pub market_index: u16,
    pub open_orders: u8,
    pub position_flag: u8,
}

/// The simulator has no order book; only `status` (1 = open) is ever looked at.
#[derive(Clone, Copy, Pod, Zeroable, IdlType)]
#[repr(C)]
pub struct Order {
    pub before_status: [u8; 32],
    pub more_before_status: [u8; 32],
    pub rest_before_status: [u8; 18],
    pub status: u8,
    pub after_status: [u8; 13],
}

impl User {
    /// What Drift writes into a fresh account; everything else is zero.
    pub fn start(&mut self, authority: Address, sub_account_id: u16, name: [u8; 32]) {
        *self = Zeroable::zeroed();
        self.authority = authority;
        self.sub_account_id = sub_account_id;
        self.name = name;
        self.next_order_id = 1;
        self.next_liquidation_id = 1;
    }

    pub fn signs(&self, signer: &Address) -> bool {
        self.authority == *signer || self.delegate == *signer
    }

    pub fn is_being_liquidated(&self) -> bool {
        self.status & BEING_LIQUIDATED != 0
    }

    pub fn is_bankrupt(&self) -> bool {
        self.status & BANKRUPT != 0
    }

    /// Starts a liquidation, or joins the one that runs. The id wraps to 1 as on Drift.
    pub fn enter_liquidation(&mut self) {
        if self.is_being_liquidated() {
            return;
        }
        self.status |= BEING_LIQUIDATED;
        self.next_liquidation_id = self.next_liquidation_id.checked_add(1).unwrap_or(1);
    }

    pub fn exit_liquidation(&mut self) {
        self.status &= !(BEING_LIQUIDATED | BANKRUPT);
        self.liquidation_margin_freed = 0;
    }

    /// The slot that holds a market's position.
    pub fn position_mut(&mut self, market_index: u16) -> Result<&mut PerpPosition> {
        self.perp_positions
            .iter_mut()
            .find(|position| position.is_for(market_index))
            .ok_or(DriftSimError::UserHasNoPositionInMarket.into())
    }

    /// The slot that holds a market's position, else the first free one, emptied.
    pub fn position_or_new(&mut self, market_index: u16) -> Result<&mut PerpPosition> {
        let slots = &mut self.perp_positions;
        if let Some(index) = slots.iter().position(|slot| slot.is_for(market_index)) {
            return Ok(&mut slots[index]);
        }
        let slot =
            slots.iter_mut().find(|slot| slot.is_available()).ok_or(DriftSimError::MaxNumberOfPositions)?;
        *slot = Zeroable::zeroed();
        slot.market_index = market_index;
        Ok(slot)
    }

    /// Whether nothing is left that Drift wants cleared before a deletion.
    pub fn is_deletable(&self) -> bool {
        self.status & (BEING_LIQUIDATED | BANKRUPT) == 0
            && self.perp_positions.iter().all(PerpPosition::is_available)
            && self.spot_positions.iter().all(SpotPosition::is_available)
            && self.orders.iter().all(|order| order.status == 0)
    }
}

impl PerpPosition {
    pub fn is_for(&self, market_index: u16) -> bool {
        self.market_index == market_index && !self.is_available()
    }

    /// Flat, settled, without orders or its own collateral: free for another market.
    pub fn is_available(&self) -> bool {
        self.base_asset_amount == 0
            && self.quote_asset_amount == 0
            && self.open_orders == 0
            && self.lp_shares == 0
            && self.isolated_position_scaled_balance == 0
            && self.position_flag & (POSITION_BEING_LIQUIDATED | POSITION_BANKRUPT) == 0
    }

    pub fn is_isolated(&self) -> bool {
        self.position_flag & POSITION_ISOLATED != 0
    }
}

impl SpotPosition {
    pub fn is_available(&self) -> bool {
        self.scaled_balance == 0 && self.open_orders == 0
    }
}
