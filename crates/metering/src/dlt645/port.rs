//! The laptop's serial port or infrared head: 2400 baud, 8 data bits, even parity, one stop bit.

use std::time::Duration;

use serialport::{DataBits, Parity, SerialPort, StopBits};

use super::{MeterAddress, MeterAnswer, MeterFault, Wanted, Within, read_meter};

const BAUD: u32 = 2400;
/// How long one look at the line takes at most; the deadline is looked at in between.
const LOOK: Duration = Duration::from_millis(50);
/// The standard gives a meter half a second to begin; at 2400 baud a full frame takes nearly another.
const ANSWER_WITHIN: Duration = Duration::from_millis(2500);

/// The ports of this machine, by name.
pub fn list_ports() -> Vec<String> {
    let mut ports: Vec<String> =
        serialport::available_ports().unwrap_or_default().into_iter().map(|port| port.port_name).collect();
    ports.sort();
    ports
}

pub fn open_port(name: &str) -> Result<Box<dyn SerialPort>, MeterFault> {
    serialport::new(name, BAUD)
        .data_bits(DataBits::Eight)
        .parity(Parity::Even)
        .stop_bits(StopBits::One)
        .timeout(LOOK)
        .open()
        .map_err(|error| MeterFault::of_open(name, &error))
}

/// Opens a port, reads the meter on it, and lets go of the port.
pub fn read_from_port(name: &str, address: MeterAddress, wanted: &Wanted) -> Result<MeterAnswer, MeterFault> {
    let mut port = open_port(name)?;
    read_meter(&mut port, address, wanted, &mut Within::new(ANSWER_WITHIN))
}
