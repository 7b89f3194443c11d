//! A slow and lossy line on loopback: a TCP proxy that lets bytes through at a rate, late, and counts them.
//!
//! Loss is what TCP makes of it: a lost segment arrives one round trip later, and everything behind it waits.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use crate::seed::Rng;

/// What fits into one packet of an ordinary line.
const SEGMENT_BYTES: usize = 1_400;

#[derive(Clone, Copy, Debug)]
pub struct Line {
    /// `None`: as fast as loopback.
    pub bits_per_second: Option<u64>,
    pub round_trip: Duration,
    pub loss_percent: u64,
}

impl Line {
    pub const FAST: Line = Line { bits_per_second: None, round_trip: Duration::ZERO, loss_percent: 0 };

    pub fn new(bits_per_second: u64, round_trip_ms: u64, loss_percent: u64) -> Line {
        let round_trip = Duration::from_millis(round_trip_ms);
        Line { bits_per_second: Some(bits_per_second), round_trip, loss_percent }
    }

    fn sending_time(&self, bytes: usize) -> Duration {
        let bits = bytes as u64 * 8;
        self.bits_per_second.map_or(Duration::ZERO, |rate| Duration::from_nanos(bits * 1_000_000_000 / rate))
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Carried {
    pub up: u64,
    pub down: u64,
}

/// The proxy; it lives as long as the process.
pub struct Shaper {
    pub address: SocketAddr,
    up: Arc<AtomicU64>,
    down: Arc<AtomicU64>,
}

impl Shaper {
    pub fn before(target: SocketAddr, line: Line, seed: u64) -> std::io::Result<Shaper> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let address = listener.local_addr()?;
        let (up, down) = (Arc::<AtomicU64>::default(), Arc::<AtomicU64>::default());
        let counters = (up.clone(), down.clone());
        let rng = Mutex::new(Rng::new(seed));
        std::thread::spawn(move || {
            for near in listener.incoming().flatten() {
                let Ok(far) = TcpStream::connect(target) else { continue };
                let rng = rng.lock().expect("nobody panics while holding it").next_u64();
                carry(near, far, line, rng, &counters);
            }
        });
        Ok(Shaper { address, up, down })
    }

    /// Bytes of requests and answers so far, headers included.
    pub fn carried(&self) -> Carried {
        Carried { up: self.up.load(Ordering::SeqCst), down: self.down.load(Ordering::SeqCst) }
    }
}

fn carry(near: TcpStream, far: TcpStream, line: Line, seed: u64, counters: &(Arc<AtomicU64>, Arc<AtomicU64>)) {
    let _ = near.set_nodelay(true);
    let _ = far.set_nodelay(true);
    let (Ok(near_out), Ok(far_out)) = (near.try_clone(), far.try_clone()) else { return };
    one_way(near, far_out, line, Rng::new(seed), counters.0.clone());
    one_way(far, near_out, line, Rng::new(seed ^ 1), counters.1.clone());
}

struct Segment {
    bytes: Vec<u8>,
    arrives: Instant,
}

fn one_way(mut from: TcpStream, to: TcpStream, line: Line, mut rng: Rng, counter: Arc<AtomicU64>) {
    let (send, receive) = channel::<Segment>();
    std::thread::spawn(move || deliver(to, &receive));
    std::thread::spawn(move || {
        let mut buffer = [0; SEGMENT_BYTES];
        let (mut line_free, mut last_arrival) = (Instant::now(), Instant::now());
        loop {
            let count = match from.read(&mut buffer) {
                Ok(0) | Err(_) => return,
                Ok(count) => count,
            };
            counter.fetch_add(count as u64, Ordering::SeqCst);
            line_free = line_free.max(Instant::now()) + line.sending_time(count);
            let mut arrives = line_free + line.round_trip / 2;
            while rng.chance(line.loss_percent, 100) {
                arrives += line.round_trip;
            }
            last_arrival = last_arrival.max(arrives);
            if send.send(Segment { bytes: buffer[..count].to_vec(), arrives: last_arrival }).is_err() {
                return;
            }
        }
    });
}

fn deliver(mut to: TcpStream, segments: &Receiver<Segment>) {
    for segment in segments {
        wait_until(segment.arrives);
        if to.write_all(&segment.bytes).is_err() {
            return;
        }
    }
    let _ = to.shutdown(Shutdown::Write);
}

#[expect(clippy::disallowed_methods, reason = "being slow is what this line is for")]
fn wait_until(moment: Instant) {
    let now = Instant::now();
    if moment > now {
        std::thread::sleep(moment - now);
    }
}
