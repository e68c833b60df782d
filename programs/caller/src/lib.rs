//! Test only. Calls other programs with the signatures of its PDAs, as a multisig does. Logs and returns whatever it is told
//! to, as a hostile program does.
//!
//! The instruction data is a script. Its steps are carried out in order:
//!
//! | first byte | then | does |
//! |---|---|---|
//! | 0 | signers, flags, data | calls the next account, with as many of the accounts behind it as there are flags |
//! | 1 | text | logs the text: `Program log: …` |
//! | 2 | data | logs the data: `Program data: …` |
//! | 3 | data | sets the return data |
//! | 4 | code (u32, little endian) | fails with the custom error |
//!
//! Text and data are a length (u16, little endian) and bytes. Signers are a count (u8), then for each a seed and a bump:
//! the PDA signs. Seeds and flags are a length (u8) and bytes. A flag is 1 for a signer plus 2 for a writable account.
//!
//! Any other byte ends the script: whatever is sent to it, the program accepts.
#![no_std]

extern crate alloc;

#[cfg(target_arch = "bpf")]
use solana_compiler_builtins as _;

use {
    alloc::vec::Vec,
    pinocchio::{
        account::AccountView,
        address::Address,
        cpi::{invoke_signed_unchecked, set_return_data, CpiAccount, Seed, Signer},
        error::ProgramError,
        instruction::{InstructionAccount, InstructionView},
        ProgramResult,
    },
};

pinocchio::entrypoint!(run);

const CALL: u8 = 0;
const LOG: u8 = 1;
const LOG_DATA: u8 = 2;
const RETURN: u8 = 3;
const FAIL: u8 = 4;

const IS_SIGNER: u8 = 1;
const IS_WRITABLE: u8 = 2;

/// # Errors
/// `InvalidInstructionData` if a step is cut off, `NotEnoughAccountKeys` if a call needs more accounts.
fn run(_program_id: &Address, accounts: &mut [AccountView], script: &[u8]) -> ProgramResult {
    let mut script = Bytes(script);
    let mut accounts = &*accounts;
    while let Some(step) = script.next() {
        match step {
            CALL => accounts = call(&mut script, accounts)?,
            LOG => log(script.long()?),
            LOG_DATA => log_data(script.long()?),
            RETURN => set_return_data(script.long()?),
            FAIL => return Err(ProgramError::Custom(script.code()?)),
            _ => break,
        }
    }
    Ok(())
}

/// Calls the first account with those behind it. Returns the accounts that are left.
fn call<'a>(script: &mut Bytes, accounts: &'a [AccountView]) -> Result<&'a [AccountView], ProgramError> {
    let count = script.byte()?;
    let bumped = (0..count).map(|_| Ok((script.short()?, script.take(1)?)));
    let seeds = bumped.collect::<Result<Vec<_>, ProgramError>>()?;
    let seeds: Vec<_> = seeds.iter().map(|(seed, bump)| [Seed::from(*seed), Seed::from(*bump)]).collect();
    let signers: Vec<_> = seeds.iter().map(Signer::from).collect();
    let flags = script.short()?;
    let data = script.long()?;

    let (program, accounts) = accounts.split_first().ok_or(ProgramError::NotEnoughAccountKeys)?;
    let (passed, rest) = accounts.split_at_checked(flags.len()).ok_or(ProgramError::NotEnoughAccountKeys)?;
    let metas = passed.iter().zip(flags).map(|(account, flags)| {
        InstructionAccount::new(account.address(), flags & IS_WRITABLE != 0, flags & IS_SIGNER != 0)
    });
    let metas: Vec<_> = metas.collect();
    let views: Vec<_> = passed.iter().map(CpiAccount::from).collect();
    let instruction = InstructionView { program_id: program.address(), accounts: &metas, data };
    // SAFETY: this program borrows no account's data.
    unsafe { invoke_signed_unchecked(&instruction, &views, &signers) };
    Ok(rest)
}

/// Aborts if it is no UTF-8.
fn log(text: &[u8]) {
    #[cfg(target_os = "solana")]
    // SAFETY: address and length are those of a slice.
    unsafe {
        pinocchio::syscalls::sol_log_(text.as_ptr(), text.len() as u64)
    };
    #[cfg(not(target_os = "solana"))]
    core::hint::black_box(text);
}

fn log_data(data: &[u8]) {
    #[cfg(target_os = "solana")]
    // SAFETY: as above; the runtime reads one slice.
    unsafe {
        pinocchio::syscalls::sol_log_data([data].as_ptr().cast(), 1)
    };
    #[cfg(not(target_os = "solana"))]
    core::hint::black_box(data);
}

/// What is left of a script.
struct Bytes<'a>(&'a [u8]);

impl<'a> Bytes<'a> {
    fn next(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    fn byte(&mut self) -> Result<u8, ProgramError> {
        self.next().ok_or(ProgramError::InvalidInstructionData)
    }

    fn take(&mut self, length: usize) -> Result<&'a [u8], ProgramError> {
        let (taken, rest) = self.0.split_at_checked(length).ok_or(ProgramError::InvalidInstructionData)?;
        self.0 = rest;
        Ok(taken)
    }

    fn code(&mut self) -> Result<u32, ProgramError> {
        Ok(u32::from_le_bytes([self.byte()?, self.byte()?, self.byte()?, self.byte()?]))
    }

    /// Bytes behind a length of one byte.
    fn short(&mut self) -> Result<&'a [u8], ProgramError> {
        let length = self.byte()?;
        self.take(length.into())
    }

    /// Bytes behind a length of two.
    fn long(&mut self) -> Result<&'a [u8], ProgramError> {
        let length = u16::from_le_bytes([self.byte()?, self.byte()?]);
        self.take(length.into())
    }
}
