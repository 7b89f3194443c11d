//! Chance from a seed: SplitMix64, small and fast, the same on every machine. Not for secrets.

/// A source of chance. Two sources from the same seed give the same answers in the same order.
#[derive(Clone, Debug)]
pub struct Rng {
    state: u64,
}

impl Rng {
    pub fn new(seed: u64) -> Rng {
        Rng { state: mix(seed ^ 0x5155_4547_4a49_414e) }
    }

    /// A source of its own for a named part. It depends on this source's state and does not advance it.
    pub fn fork(&self, label: &str) -> Rng {
        let fnv = label
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3));
        self.fork_numbered(fnv)
    }

    /// The same for a part that has a number, such as the thousandth customer.
    pub fn fork_numbered(&self, number: u64) -> Rng {
        Rng { state: mix(self.state ^ mix(number.wrapping_add(0x9e37_79b9_7f4a_7c15))) }
    }

    pub fn next_u64(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        mix(self.state)
    }

    /// A number from 0 to `n` − 1. The bias of one part in 2⁶⁴ ⁄ n does not matter here.
    pub fn below(&mut self, n: u64) -> u64 {
        assert!(n > 0, "there is no number below zero");
        ((u128::from(self.next_u64()) * u128::from(n)) >> 64) as u64
    }

    /// A number from `low` to `high`, both included.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        low + self.below((high - low) as u64 + 1) as i64
    }

    /// True `num` times out of `den`.
    pub fn chance(&mut self, num: u64, den: u64) -> bool {
        self.below(den) < num
    }

    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len() as u64) as usize]
    }

    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last as u64 + 1) as usize);
        }
    }
}

fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_numbers() {
        let draw = |seed| (0..8).scan(Rng::new(seed), |rng, _| Some(rng.below(1000))).collect::<Vec<_>>();
        assert_eq!(draw(7), draw(7));
        assert_ne!(draw(7), draw(8));
    }

    #[test]
    fn a_fork_depends_on_its_label_and_leaves_its_parent_alone() {
        let mut parent = Rng::new(1);
        let untouched = parent.clone().next_u64();
        assert_ne!(parent.fork("meters").next_u64(), parent.fork("bills").next_u64());
        assert_eq!(parent.next_u64(), untouched);
    }

    #[test]
    fn chances_come_out_about_right_and_a_shuffle_loses_nothing() {
        let mut rng = Rng::new(3);
        let hits = (0..10_000).filter(|_| rng.chance(1, 4)).count();
        assert!((2_300..2_700).contains(&hits), "{hits}");
        let mut cards: Vec<u32> = (0..50).collect();
        rng.shuffle(&mut cards);
        assert_ne!(cards, (0..50).collect::<Vec<_>>());
        cards.sort_unstable();
        assert_eq!(cards, (0..50).collect::<Vec<_>>());
    }
}
