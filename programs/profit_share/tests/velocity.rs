//! The reader of Velocity over constructed accounts: no live account was ever read with it. A build has one layout.
#![cfg(feature = "velocity")]

use {
    anchor_lang::{
        pinocchio::account::{AccountView, RuntimeAccount},
        prelude::*,
    },
    profit_share::{
        constants::{DRIFT, VELOCITY, VELOCITY_QUOTE_MARKET},
        error::ProfitShareError,
        rule::FeeBasis,
        state::TermsInput,
        venue::{check_quote_mint, is_gone, read_authority, read_user, Reading, Source},
    },
    std::mem::size_of,
};

const AGENT: [u8; 32] = [7; 32];
const MINT: Address = Address::new_from_array([9; 32]);

/// A version of the account: length, bytes of a position, offset of its flag, offset of `total_deposits`, which the other
/// fields follow.
#[derive(Clone, Copy)]
struct Version {
    length: usize,
    stride: usize,
    flag: usize,
    tail: usize,
}
const OLDER: Version = Version { length: 4_496, stride: 80, flag: 79, tail: 4_392 };
const NEWER: Version = Version { length: 4_560, stride: 88, flag: 80, tail: 4_456 };

/// The version that this build reads, and the other one.
const READ: Version = if cfg!(feature = "velocity-4496") { OLDER } else { NEWER };
const OTHER: Version = if cfg!(feature = "velocity-4496") { NEWER } else { OLDER };

/// An account in the memory layout of the loader.
struct Placed(Vec<u64>);

impl Placed {
    fn new(address: Address, owner: Address, data: &[u8]) -> Self {
        let mut memory = vec![0u64; size_of::<RuntimeAccount>() / 8 + data.len().div_ceil(8)];
        let raw = memory.as_mut_ptr().cast::<RuntimeAccount>();
        // SAFETY: the memory is aligned and large enough for the header and, behind it, the data.
        unsafe {
            (*raw).borrow_state = u8::MAX;
            (*raw).address = address;
            (*raw).owner = owner;
            (*raw).data_len = data.len() as u64;
            raw.add(1).cast::<u8>().copy_from_nonoverlapping(data.as_ptr(), data.len());
        }
        Self(memory)
    }

    fn view(&mut self) -> AccountView {
        // SAFETY: `new` wrote a header and as much data as it says.
        unsafe { AccountView::new_unchecked(self.0.as_mut_ptr().cast()) }
    }
}

struct User {
    version: Version,
    data: Vec<u8>,
}

impl User {
    /// Settled 100 with 30 of social loss; 7 in the first position is not settled yet, −9 in the last.
    fn new(version: Version) -> Self {
        let mut user = Self { version, data: vec![0; version.length] };
        user.put(0, &[0x9f, 0x75, 0x5f, 0xe3, 0xef, 0x97, 0x3a, 0xec]);
        user.put(8, &AGENT);
        user.put_position(0, 16, 7);
        user.put_position(7, 16, -5);
        user.put_position(7, 32, 4);
        for (at, value) in [(0, 500), (8, 20), (16, 30), (24, 100)] {
            user.put_tail(at, &u64::to_le_bytes(value));
        }
        user.put_tail(72, &3u16.to_le_bytes());
        user
    }

    fn put(&mut self, at: usize, bytes: &[u8]) {
        self.data[at..at + bytes.len()].copy_from_slice(bytes);
    }

    fn put_position(&mut self, index: usize, at: usize, value: i64) {
        self.put(424 + index * self.version.stride + at, &value.to_le_bytes());
    }

    fn put_tail(&mut self, at: usize, bytes: &[u8]) {
        self.put(self.version.tail + at, bytes);
    }

    fn read(&self) -> Reading {
        read_as(VELOCITY, &self.data, Source::Velocity).unwrap().unwrap()
    }
}

fn read_as(owner: Address, data: &[u8], source: Source) -> Result<Option<Reading>> {
    read_user(&Placed::new(Address::new_from_array([1; 32]), owner, data).view(), source)
}

fn refused<T>(result: Result<T>) -> Error {
    result.err().expect("a refusal")
}

const SOUND: Reading = Reading {
    realized: 68,
    loss: 9,
    flat: true,
    being_liquidated: false,
    liquidation_id: 3,
    total_deposits: 500,
    total_withdraws: 20,
};

#[test]
fn the_version_of_the_build_is_read() {
    let user = User::new(READ);
    assert_eq!(user.read(), SOUND);
    let mut placed = Placed::new(Address::new_from_array([1; 32]), VELOCITY, &user.data);
    assert_eq!(read_authority(&placed.view(), Source::Velocity).unwrap(), Some(AGENT));
}

#[test]
fn every_position_counts_with_its_own_stride() {
    for index in 0..8 {
        let mut user = User::new(READ);
        user.put_position(index, 16, 1_000);
        user.put_position(index, 32, 1);
        let before = [7, 0, 0, 0, 0, 0, 0, -9][index];
        assert_eq!(user.read().realized, 68 - before + 999, "position {index}");

        user.put_position(index, 8, -1);
        assert!(!user.read().flat, "position {index}");
    }
}

/// The bytes where Drift has LP shares, and the time that says what the flags mean, are others here.
#[test]
fn no_other_byte_changes_the_reading() {
    let positions = 424..424 + 8 * READ.stride;
    let tail = |at: usize| READ.tail + at;
    let read = |at: usize| {
        (0..8).contains(&at)
            || positions.contains(&at)
                && [8, 16, 32].iter().any(|field| (*field..field + 8).contains(&((at - 424) % READ.stride)))
            || positions.contains(&at) && (at - 424) % READ.stride == READ.flag
            || (tail(0)..tail(32)).contains(&at)
            || (tail(72)..tail(74)).contains(&at)
            || at == tail(76)
    };
    let mut user = User::new(READ);
    for at in (0..READ.length).filter(|at| !read(*at)) {
        user.data[at] = 0xff;
    }
    assert_eq!(user.read(), SOUND);
}

#[test]
fn a_status_of_liquidation_or_bankruptcy_is_seen() {
    for (status, expected) in [(0u8, false), (1, true), (2, true), (3, true), (4, false), (0xfc, false)] {
        let mut user = User::new(READ);
        user.put_tail(76, &[status]);
        assert_eq!(user.read().being_liquidated, expected, "status {status}");
    }
}

#[test]
fn a_flag_of_any_position_in_liquidation_is_seen() {
    for index in 0..8 {
        for (flag, expected) in
            [(0u8, false), (2, true), (4, true), (6, true), (1, false), (8, false), (0xf9, false)]
        {
            let mut user = User::new(READ);
            user.put(424 + index * READ.stride + READ.flag, &[flag]);
            assert_eq!(user.read().being_liquidated, expected, "flag {flag} of position {index}");
        }
    }
}

#[test]
fn the_loss_is_what_the_positions_are_below_their_entry() {
    let mut user = User::new(READ);
    user.put_position(3, 16, -1_000);
    user.put_position(3, 32, -400);
    assert_eq!(user.read().loss, 609);
    for index in 0..8 {
        user.put_position(index, 16, i64::MIN);
        user.put_position(index, 32, i64::MAX);
    }
    assert_eq!(user.read().loss, u64::MAX);
}

/// `extend_account` gives an account a zero tail. The layout of the build still holds then.
#[test]
fn an_account_that_grew_is_read_with_the_builds_layout() {
    for more in [1, 63, 64, 65, 200] {
        let mut user = User::new(READ);
        user.data.resize(READ.length + more, 0);
        assert_eq!(user.read(), SOUND, "{more} bytes more");
    }
    // Only the next 64 bytes have to be zero: a still newer version may use what is after them.
    let mut user = User::new(READ);
    user.data.resize(READ.length + 65, 0);
    user.data[READ.length + 64] = 1;
    assert_eq!(user.read(), SOUND);
}

#[test]
fn a_longer_account_with_something_after_the_layout_is_unreadable() {
    for at in [0, 1, 63] {
        let mut user = User::new(READ);
        user.data.resize(READ.length + 64, 0);
        user.data[READ.length + at] = 1;
        let error = refused(read_as(VELOCITY, &user.data, Source::Velocity));
        assert_eq!(error, ProfitShareError::VenueLength.into(), "byte {at}");
    }
}

#[test]
fn an_account_of_the_other_version_is_refused() {
    let error = refused(read_as(VELOCITY, &User::new(OTHER).data, Source::Velocity));
    assert_eq!(error, ProfitShareError::VenueLength.into());
}

#[test]
fn realized_pnl_is_exact_and_stops_at_the_ends_of_i64() {
    let mut user = User::new(READ);
    for index in 0..8 {
        user.put_position(index, 16, i64::MAX);
        user.put_position(index, 32, i64::MIN);
    }
    assert_eq!(user.read().realized, i64::MAX);
    for index in 0..8 {
        user.put_position(index, 16, i64::MIN);
        user.put_position(index, 32, i64::MAX);
    }
    user.put_tail(16, &u64::MAX.to_le_bytes());
    assert_eq!(user.read().realized, i64::MIN);

    // Beyond the range on the way, within it at the end.
    for index in 0..8 {
        user.put_position(index, 16, 0);
        user.put_position(index, 32, 0);
    }
    user.put_tail(24, &i64::MAX.to_le_bytes());
    user.put_position(0, 16, i64::MAX);
    // 2 · (2^63 − 1) − (2^64 − 1) = −1
    assert_eq!(user.read().realized, -1);
}

#[test]
fn owner_length_and_discriminator_have_to_be_those_of_a_user() {
    let user = User::new(READ).data;
    let error = |owner, data: &[u8], source| refused(read_as(owner, data, source));
    assert_eq!(error(DRIFT, &user, Source::Velocity), ProfitShareError::VenueOwner.into());
    assert_eq!(error(MINT, &user, Source::Velocity), ProfitShareError::VenueOwner.into());
    // Neither venue's account passes as the other's, whatever its length.
    assert_eq!(error(VELOCITY, &user, Source::Drift), ProfitShareError::VenueOwner.into());
    assert_eq!(error(DRIFT, &user, Source::Drift), ProfitShareError::VenueLength.into());
    for length in [0, 8, 4_376, 4_495, READ.length - 1] {
        let mut data = user.clone();
        data.resize(length, 0);
        assert_eq!(
            error(VELOCITY, &data, Source::Velocity),
            ProfitShareError::VenueLength.into(),
            "{length}"
        );
    }
    for at in 0..8 {
        let mut data = User::new(READ).data;
        data[at] ^= 1;
        let error = error(VELOCITY, &data, Source::Velocity);
        assert_eq!(error, ProfitShareError::VenueDiscriminator.into());
    }
}

#[test]
fn a_gone_account_is_no_error() {
    let mut placed = Placed::new(Address::new_from_array([1; 32]), Address::default(), &[]);
    assert!(is_gone(&placed.view()));
    assert_eq!(read_user(&placed.view(), Source::Velocity).unwrap(), None);
    assert_eq!(read_authority(&placed.view(), Source::Velocity).unwrap(), None);
}

#[test]
fn the_quote_market_is_spot_market_0_of_velocity() {
    let (address, _) = Address::find_program_address(&[b"spot_market", &0u16.to_le_bytes()], &VELOCITY);
    assert_eq!(address, VELOCITY_QUOTE_MARKET);

    let mut data = vec![0; 776];
    data[..8].copy_from_slice(&[0x64, 0xb1, 0x08, 0x6b, 0xa8, 0x41, 0x41, 0x27]);
    data[72..104].copy_from_slice(MINT.as_ref());
    let check = |address, owner, mint: &Address, source| {
        check_quote_mint(&Placed::new(address, owner, &data).view(), mint, source)
    };
    check(VELOCITY_QUOTE_MARKET, VELOCITY, &MINT, Source::Velocity).unwrap();
    let mismatch: Error = ProfitShareError::QuoteMarketMismatch.into();
    assert_eq!(refused(check(MINT, VELOCITY, &MINT, Source::Velocity)), mismatch);
    assert_eq!(refused(check(VELOCITY_QUOTE_MARKET, DRIFT, &MINT, Source::Velocity)), mismatch);
    assert_eq!(refused(check(VELOCITY_QUOTE_MARKET, VELOCITY, &DRIFT, Source::Velocity)), mismatch);
    assert_eq!(refused(check(VELOCITY_QUOTE_MARKET, VELOCITY, &MINT, Source::Drift)), mismatch);
}

#[test]
fn terms_of_source_2_are_verified_terms() {
    let input = |fee_basis| TermsInput {
        fee_basis,
        profit_share_bps: 1_000,
        min_balance: 0,
        min_daily_cap: 1,
        hash: [0; 32],
    };
    let terms = input(1).terms(1, 2, MINT, None).unwrap();
    assert_eq!(terms.source().unwrap(), Source::Velocity);
    assert_eq!(terms.fee_basis().unwrap(), FeeBasis::HighWaterMark);
    assert_eq!(refused(input(2).terms(1, 2, MINT, None)), ProfitShareError::InvalidFeeBasis.into());
    assert_eq!(refused(input(1).terms(1, 2, MINT, Some(MINT))), ProfitShareError::KeeperNotForSource.into());
}
