//! A slow, lossy and breaking line on loopback: a TCP proxy that lets bytes through at a rate, late, and counts them.
//!
//! Loss is what TCP makes of it: a lost segment arrives one round trip later, and everything behind it waits. A cut is what
//! a mountain makes of it: the connection ends in the middle of a request, or of its reply.

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
    /// Of a thousand requests, so many end with the connection: half of them on their way, half while they are answered.
    pub cut_permille: u64,
}

impl Line {
    pub const FAST: Line = Line { bits_per_second: None, round_trip: Duration::ZERO, loss_percent: 0, cut_permille: 0 };

    pub fn new(bits_per_second: u64, round_trip_ms: u64, loss_percent: u64) -> Line {
        let round_trip = Duration::from_millis(round_trip_ms);
        Line { bits_per_second: Some(bits_per_second), round_trip, loss_percent, cut_permille: 0 }
    }

    pub fn cutting(self, cut_permille: u64) -> Line {
        Line { cut_permille, ..self }
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
    counters: Arc<Counters>,
}

#[derive(Default)]
struct Counters {
    up: AtomicU64,
    down: AtomicU64,
    cuts: AtomicU64,
}

impl Counters {
    fn of(&self, way: Way) -> &AtomicU64 {
        match way {
            Way::Up => &self.up,
            Way::Down => &self.down,
        }
    }
}

impl Shaper {
    pub fn before(target: SocketAddr, line: Line, seed: u64) -> std::io::Result<Shaper> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let address = listener.local_addr()?;
        let counters = Arc::<Counters>::default();
        let of_connections = counters.clone();
        let mut rng = Rng::new(seed);
        std::thread::spawn(move || {
            // One dice for the whole line, so that its weather does not depend on how often it breaks.
            let sky = Arc::new(Mutex::new(rng.fork("cuts")));
            for near in listener.incoming().flatten() {
                let Ok(far) = TcpStream::connect(target) else { continue };
                let talk = Talk::new(line.cut_permille, sky.clone());
                carry(near, far, line, rng.next_u64(), &talk, &of_connections);
            }
        });
        Ok(Shaper { address, counters })
    }

    /// Bytes of requests and answers so far, headers included.
    pub fn carried(&self) -> Carried {
        let count = |way| self.counters.of(way).load(Ordering::SeqCst);
        Carried { up: count(Way::Up), down: count(Way::Down) }
    }

    /// Connections that it broke so far.
    pub fn cuts(&self) -> u64 {
        self.counters.cuts.load(Ordering::SeqCst)
    }
}

fn carry(near: TcpStream, far: TcpStream, line: Line, seed: u64, talk: &Talk, counters: &Arc<Counters>) {
    let _ = near.set_nodelay(true);
    let _ = far.set_nodelay(true);
    let (Ok(near_out), Ok(far_out)) = (near.try_clone(), far.try_clone()) else { return };
    let end = |way, seed| End { way, line, rng: Rng::new(seed), talk: talk.clone(), counters: counters.clone() };
    one_way(near, far_out, end(Way::Up, seed));
    one_way(far, near_out, end(Way::Down, seed ^ 1));
}

struct Segment {
    bytes: Vec<u8>,
    arrives: Instant,
    /// The connection ends with it.
    is_cut: bool,
}

/// What a thread needs that carries one way.
struct End {
    way: Way,
    line: Line,
    rng: Rng,
    talk: Talk,
    counters: Arc<Counters>,
}

fn one_way(mut from: TcpStream, to: TcpStream, end: End) {
    let End { way, line, mut rng, talk, counters } = end;
    let (send, receive) = channel::<Segment>();
    std::thread::spawn(move || deliver(to, &receive));
    std::thread::spawn(move || {
        let mut buffer = [0; SEGMENT_BYTES];
        let (mut line_free, mut last_arrival) = (Instant::now(), Instant::now());
        loop {
            let read = match from.read(&mut buffer) {
                Ok(0) | Err(_) => return,
                Ok(read) => read,
            };
            let count = talk.pass(way, read);
            let is_cut = count < read;
            counters.of(way).fetch_add(count as u64, Ordering::SeqCst);
            line_free = line_free.max(Instant::now()) + line.sending_time(count);
            let mut arrives = line_free + line.round_trip / 2;
            while rng.chance(line.loss_percent, 100) {
                arrives += line.round_trip;
            }
            last_arrival = last_arrival.max(arrives);
            let bytes = buffer[..count].to_vec();
            if send.send(Segment { bytes, arrives: last_arrival, is_cut }).is_err() {
                return;
            }
            if is_cut {
                counters.cuts.fetch_add(1, Ordering::SeqCst);
                let _ = from.shutdown(Shutdown::Both);
                return;
            }
        }
    });
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Up,
    Down,
}

/// Where a connection breaks: after so many bytes of a request or of its reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Cut {
    way: Way,
    after: usize,
}

/// Requests are longer than replies that bring nothing new; cuts fall where something of both is on its way.
const CUT_WITHIN_REQUEST: u64 = 4_096;
const CUT_WITHIN_REPLY: u64 = 128;

/// Requests and replies of one connection, which take turns. Both directions know it.
#[derive(Clone)]
struct Talk {
    cut_permille: u64,
    sky: Arc<Mutex<Rng>>,
    state: Arc<Mutex<Turn>>,
}

#[derive(Default)]
struct Turn {
    way: Option<Way>,
    cut: Option<Cut>,
}

impl Talk {
    fn new(cut_permille: u64, sky: Arc<Mutex<Rng>>) -> Talk {
        Talk { cut_permille, sky, state: Arc::default() }
    }

    /// How many of `count` bytes get through; fewer than all of them where the connection breaks.
    fn pass(&self, way: Way, count: usize) -> usize {
        if self.cut_permille == 0 {
            return count;
        }
        let mut turn = self.state.lock().expect("nobody panics while holding it");
        if way == Way::Up && turn.way != Some(Way::Up) {
            turn.cut = self.draw();
        }
        turn.way = Some(way);
        match &mut turn.cut {
            None => count,
            Some(cut) if cut.way == way && cut.after >= count => {
                cut.after -= count;
                count
            }
            Some(cut) if cut.way == way => cut.after,
            // A short request got through whole; its reply does not.
            Some(Cut { way: Way::Up, .. }) => 0,
            Some(Cut { way: Way::Down, .. }) => count,
        }
    }

    fn draw(&self) -> Option<Cut> {
        let mut sky = self.sky.lock().expect("nobody panics while holding it");
        if !sky.chance(self.cut_permille, 1_000) {
            return None;
        }
        let on_the_way = sky.chance(1, 2);
        let (way, within) = if on_the_way { (Way::Up, CUT_WITHIN_REQUEST) } else { (Way::Down, CUT_WITHIN_REPLY) };
        Some(Cut { way, after: sky.below(within) as usize })
    }
}

fn deliver(mut to: TcpStream, segments: &Receiver<Segment>) {
    for segment in segments {
        wait_until(segment.arrives);
        if to.write_all(&segment.bytes).is_err() {
            return;
        }
        if segment.is_cut {
            let _ = to.shutdown(Shutdown::Both);
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

#[cfg(test)]
mod tests {
    use super::*;

    const QUESTION: [u8; 300] = [7; 300];
    const ANSWER: [u8; 200] = [9; 200];

    /// Answers every question until the connection ends; says how many it understood.
    fn answering() -> (SocketAddr, Arc<AtomicU64>) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let understood = Arc::<AtomicU64>::default();
        let count = understood.clone();
        std::thread::spawn(move || {
            for mut stream in listener.incoming().flatten() {
                let mut question = [0; QUESTION.len()];
                while stream.read_exact(&mut question).is_ok() {
                    count.fetch_add(1, Ordering::SeqCst);
                    if stream.write_all(&ANSWER).is_err() {
                        break;
                    }
                }
            }
        });
        (address, understood)
    }

    /// Asks so often, with a new connection where the old one broke, and answers which questions got their answer.
    fn ask(shaper: &Shaper, times: usize) -> Vec<bool> {
        let mut line: Option<TcpStream> = None;
        let mut answered = Vec::new();
        for _ in 0..times {
            let mut stream = line.take().unwrap_or_else(|| TcpStream::connect(shaper.address).unwrap());
            let mut answer = [0; ANSWER.len()];
            let heard = stream.write_all(&QUESTION).and_then(|()| stream.read_exact(&mut answer));
            answered.push(heard.is_ok() && answer == ANSWER);
            line = heard.is_ok().then_some(stream);
        }
        answered
    }

    #[test]
    fn a_line_without_cuts_answers_everything() {
        let (address, understood) = answering();
        let shaper = Shaper::before(address, Line::FAST, 1).unwrap();
        assert_eq!(ask(&shaper, 20), [true; 20]);
        assert_eq!((shaper.cuts(), understood.load(Ordering::SeqCst)), (0, 20));
        assert_eq!(shaper.carried(), Carried { up: 20 * 300, down: 20 * 200 });
    }

    #[test]
    fn a_cut_line_breaks_requests_and_replies_and_the_same_ones_for_the_same_seed() {
        let (address, understood) = answering();
        let line = Line::FAST.cutting(400);
        let shaper = Shaper::before(address, line, 5).unwrap();
        let answered = ask(&shaper, 60);
        let lost = answered.iter().filter(|answered| !**answered).count();
        assert!((12..36).contains(&lost), "{lost} of 60 at 40 %");
        assert_eq!(shaper.cuts(), lost as u64, "nothing is lost but by a cut");
        let heard = understood.load(Ordering::SeqCst) as usize;
        assert!(heard > 60 - lost, "some questions were understood, and their answer was lost");
        assert!(heard < 60, "and some never arrived");
        let again = Shaper::before(address, line, 5).unwrap();
        assert_eq!(ask(&again, 60), answered);
    }

    #[test]
    fn a_slow_line_takes_its_time() {
        let (address, _) = answering();
        let shaper = Shaper::before(address, Line::new(80_000, 100, 0), 1).unwrap();
        let started = Instant::now();
        assert_eq!(ask(&shaper, 1), [true]);
        let least = Duration::from_millis(100 + (300 + 200) * 8 / 80);
        assert!(started.elapsed() >= least, "a round trip and 500 bytes at 10 bytes a millisecond");
    }
}
