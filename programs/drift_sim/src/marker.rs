use {
    crate::{
        constants::{MARKER_ADDRESS, MARKER_DATA, MARKER_OWNER},
        error::DriftSimError,
    },
    anchor_lang::prelude::*,
    core::ops::Deref,
};

/// Drift's `state` account slot. Loading it proves that this is the local chain, and
/// every accounts struct has one, so no instruction runs anywhere else.
pub struct LocalChain {
    view: AccountView,
}

impl AnchorAccount for LocalChain {
    type Data = AccountView;

    fn load(view: AccountView) -> Result<Self> {
        let marked = *view.address() == MARKER_ADDRESS
            && view.owned_by(&MARKER_OWNER)
            && *view.try_borrow()? == MARKER_DATA[..];
        require!(marked, DriftSimError::NotTheLocalChain);
        Ok(Self { view })
    }

    fn account(&self) -> &AccountView {
        &self.view
    }
}

impl Deref for LocalChain {
    type Target = AccountView;

    fn deref(&self) -> &AccountView {
        &self.view
    }
}

impl ToCpiHandle for LocalChain {
    fn to_cpi_handle(&self) -> CpiHandle<'_> {
        self.cpi_handle()
    }
}

impl ToCpiHandleMut for LocalChain {
    fn try_to_cpi_handle_mut(&mut self) -> Result<CpiHandleMut<'_>> {
        self.try_cpi_handle_mut()
    }
}

impl IdlAccountType for LocalChain {}
