use {
    crate::{marker::LocalChain, state::User},
    anchor_lang::prelude::*,
};

/// Accounts of the test-only instructions that change a user without anyone's signature.
#[derive(Accounts)]
pub struct ChangeUser {
    /// Read account: the local chain's marker.
    pub state: LocalChain,
    /// Write account: at any address.
    #[account(mut)]
    pub user: Account<User>,
}

impl ChangeUser {
    pub fn set_status(&mut self, status: u8) -> Result<()> {
        self.user.status = status;
        Ok(())
    }

    pub fn enter_liquidation(&mut self) -> Result<()> {
        self.user.enter_liquidation();
        Ok(())
    }

    pub fn exit_liquidation(&mut self) -> Result<()> {
        self.user.exit_liquidation();
        Ok(())
    }

    pub fn set_position_flag(&mut self, market_index: u16, flag: u8) -> Result<()> {
        self.user.position_mut(market_index)?.position_flag = flag;
        Ok(())
    }

    /// Drift would first turn the shares into base and quote; here they just go.
    pub fn remove_lp_shares(&mut self, market_index: u16) -> Result<()> {
        self.user.position_mut(market_index)?.lp_shares = 0;
        Ok(())
    }

    /// As a deletion and a new initialization at the same address would leave it.
    pub fn recreate(&mut self) -> Result<()> {
        let (authority, id, name) = (self.user.authority, self.user.sub_account_id, self.user.name);
        self.user.start(authority, id, name);
        Ok(())
    }
}
