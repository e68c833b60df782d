//! Random numbers that are the same in every run and in TypeScript: mirrors `sdk/vectors/random.ts`.

pub type Range = (i128, i128);
pub const I64: Range = (i64::MIN as i128, i64::MAX as i128);
pub const U64: Range = (0, u64::MAX as i128);

/// mulberry32.
pub struct Random(pub u32);

impl Random {
    pub fn bits(&mut self) -> u32 {
        self.0 = self.0.wrapping_add(0x6d2b_79f5);
        let mut t = (self.0 ^ (self.0 >> 15)).wrapping_mul(1 | self.0);
        t ^= t.wrapping_add((t ^ (t >> 7)).wrapping_mul(61 | t));
        t ^ (t >> 14)
    }

    pub fn chance(&mut self, one_in: u32) -> bool {
        self.bits().is_multiple_of(one_in)
    }

    pub fn pick<T: Copy>(&mut self, values: &[T]) -> T {
        values[self.bits() as usize % values.len()]
    }

    /// Evenly between `low` and `high`, both included.
    pub fn between(&mut self, low: i128, high: i128) -> i128 {
        let bits = ((self.bits() as u128) << 64) | ((self.bits() as u128) << 32) | self.bits() as u128;
        low + (bits % (high - low + 1) as u128) as i128
    }

    fn magnitude(&mut self, high: i128) -> i128 {
        self.between(0, high) >> (self.bits() % 64)
    }

    /// A value of the range that likes its ends, zero, steps of 10,000 and the neighbourhood of `near`.
    pub fn value(&mut self, (low, high): Range, near: i128) -> i128 {
        let size = self.magnitude(high);
        let small = (self.bits() % 21) as i128 - 10;
        let candidate = match self.bits() % 8 {
            0 => low + self.between(0, 10),
            1 => high - self.between(0, 10),
            2 => small,
            3 => near + small,
            4 => near + small * 10_000,
            5 => near + size,
            6 => near - size,
            _ => size,
        };
        candidate.clamp(low, high)
    }
}
