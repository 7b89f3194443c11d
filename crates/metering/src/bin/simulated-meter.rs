//! A practice meter on a pseudo-terminal: prints the port to open, and answers until it is stopped.
//!
//! `cargo run -p metering --bin simulated-meter -- 000000012345 12345.67 [mischief]`

#[cfg(unix)]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    use std::io::Write;

    use domain::Registers;
    use metering::dlt645::{Mischief, RunningMeter, SimulatedMeter};

    let words: Vec<String> = std::env::args().skip(1).collect();
    let [address, total, rest @ ..] = words.as_slice() else {
        return Err("usage: simulated-meter ADDRESS TOTAL [silence|garbage|cut|checksum|address|refusal|echo]".into());
    };
    let mut meter = SimulatedMeter::new(address.parse()?).showing(&Registers::total(total.parse()?));
    meter.mischief = match rest.first().map(String::as_str) {
        None => None,
        Some("silence") => Some(Mischief::Silence),
        Some("garbage") => Some(Mischief::Garbage),
        Some("cut") => Some(Mischief::Cut),
        Some("checksum") => Some(Mischief::BadChecksum),
        Some("address") => Some(Mischief::WrongAddress),
        Some("refusal") => Some(Mischief::Refusal(2)),
        Some("echo") => Some(Mischief::Echo),
        Some(other) => return Err(format!("{other} is no mischief that this meter knows").into()),
    };
    let running = RunningMeter::start(meter)?;
    writeln!(std::io::stdout(), "{}", running.path())?;
    running.run();
    Ok(())
}

#[cfg(not(unix))]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    Err("there are no pseudo-terminals on this system; the desk has a practice meter of its own".into())
}
