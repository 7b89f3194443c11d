//! A seeded die, and the values that break programs.

use chrono::{Days, NaiveDate};
use domain::{BillingPeriod, Register, Registers};
use rust_decimal::Decimal;

/// The same seed throws the same numbers.
pub struct Dice {
    state: u64,
    /// One value in so many is an edge: a world of edges only is refused at the first of them.
    edge_in: usize,
}

impl Dice {
    pub fn new(seed: u64) -> Dice {
        let edge_in = [4, 12, 40, 120][(seed % 4) as usize];
        Dice { state: seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1, edge_in }
    }

    fn throw(&mut self) -> u64 {
        self.state ^= self.state << 13;
        self.state ^= self.state >> 7;
        self.state ^= self.state << 17;
        self.state.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    /// Whether the next value is one that nobody expects.
    pub fn edge(&mut self) -> bool {
        self.one_in(self.edge_in)
    }

    pub fn below(&mut self, sides: usize) -> usize {
        (self.throw() >> 33) as usize % sides
    }

    /// True once in so many throws.
    pub fn one_in(&mut self, sides: usize) -> bool {
        self.below(sides) == 0
    }

    pub fn pick<T: Clone>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())].clone()
    }

    pub fn some<T>(&mut self, value: impl FnOnce(&mut Dice) -> T) -> Option<T> {
        if self.one_in(2) { Some(value(self)) } else { None }
    }

    pub fn several<T>(&mut self, most: usize, mut value: impl FnMut(&mut Dice) -> T) -> Vec<T> {
        (0..self.below(most + 1)).map(|_| value(self)).collect()
    }

    /// A usual number mostly, so that calls get far; else one of the edges.
    pub fn decimal(&mut self) -> Decimal {
        const EDGES: [&str; 14] = [
            "0",
            "-1",
            "0.0000000000000000000000000001",
            "-0.0000000000000000000000000001",
            "79228162514264337593543950335",
            "-79228162514264337593543950335",
            "1234567890.123456789012345678",
            "1000000000",
            "-1000000000",
            "9223372036854775807",
            "-9223372036854775808",
            "10000000000000",
            "0.5",
            "999999.99",
        ];
        if self.edge() { self.pick(&EDGES).parse().unwrap() } else { Decimal::new(self.below(2_000_000) as i64, 2) }
    }

    pub fn whole(&mut self) -> i64 {
        const EDGES: [i64; 9] = [0, -1, 1, i64::MAX, i64::MIN, 10_i64.pow(13), -(10_i64.pow(13)), i64::MAX - 1, 2160];
        if self.edge() { self.pick(&EDGES) } else { self.below(6000) as i64 }
    }

    pub fn small(&mut self) -> u32 {
        if self.edge() { self.pick(&[0, 1, u32::MAX, u32::MAX - 1]) } else { self.below(40) as u32 }
    }

    pub fn day(&mut self) -> NaiveDate {
        const EDGES: [&str; 8] = [
            "2024-02-29",
            "2026-12-31",
            "2027-01-01",
            "2028-02-29",
            "1900-01-01",
            "9999-12-31",
            "0001-01-01",
            "2026-10-15",
        ];
        match self.below(6) {
            0 if self.edge() => NaiveDate::MIN,
            1 if self.edge() => NaiveDate::MAX,
            2 => {
                let likely = if self.edge() { EDGES.len() } else { 4 };
                self.pick(&EDGES[..likely]).parse().unwrap()
            }
            _ => NaiveDate::from_ymd_opt(2026, 1, 1).unwrap() + Days::new(self.below(500) as u64),
        }
    }

    pub fn period(&mut self) -> BillingPeriod {
        let edges: Vec<BillingPeriod> =
            ["1900-01", "9999-12", "2026-12", "2027-01", "2026-10"].iter().map(|text| text.parse().unwrap()).collect();
        self.pick(&edges)
    }

    pub fn register(&mut self) -> Register {
        self.pick(&Register::ALL)
    }

    pub fn registers(&mut self, of: &[Register]) -> Registers {
        let shown: Vec<Register> = of.iter().copied().filter(|_| !(self.edge() && self.one_in(2))).collect();
        let mut registers = Registers::of(shown.into_iter().map(|register| (register, self.decimal())));
        if self.edge() {
            registers.set(self.register(), self.decimal());
        }
        registers
    }
}
