//! The simulated meter on a pseudo-terminal: a port of this machine that any program can open.

use std::io::{ErrorKind, Read, Write};
use std::sync::mpsc::{Receiver, Sender, TryRecvError, channel};
use std::thread::JoinHandle;

use serialport::{SerialPort, TTYPort};

use super::{Scan, SimulatedMeter, scan};

/// A simulated meter at work. It stops when it is dropped.
pub struct RunningMeter {
    path: String,
    /// Given up to stop the meter.
    orders: Option<Sender<SimulatedMeter>>,
    thread: Option<JoinHandle<()>>,
}

impl RunningMeter {
    pub fn start(meter: SimulatedMeter) -> serialport::Result<RunningMeter> {
        let (line, port) = TTYPort::pair()?;
        let path = port.name().unwrap_or_default();
        let (orders, receiver) = channel();
        let thread = std::thread::spawn(move || serve(line, port, meter, &receiver));
        Ok(RunningMeter { path, orders: Some(orders), thread: Some(thread) })
    }

    /// The port to open.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// From now on this is the meter at the line.
    pub fn become_another(&self, meter: SimulatedMeter) {
        if let Some(orders) = &self.orders {
            // A meter that has stopped takes no orders, and its silence will be noticed.
            let _ = orders.send(meter);
        }
    }

    /// Runs until the program ends.
    pub fn run(mut self) {
        if let Some(thread) = self.thread.take() {
            // The thread ends only with the line, and then there is nothing left to wait for.
            let _ = thread.join();
        }
    }
}

impl Drop for RunningMeter {
    fn drop(&mut self) {
        self.orders = None;
        if let Some(thread) = self.thread.take() {
            // A meter that panicked has stopped as well.
            let _ = thread.join();
        }
    }
}

/// `_port` stays open while no reader has it; otherwise the line would hang up between two of them.
fn serve(mut line: TTYPort, _port: TTYPort, mut meter: SimulatedMeter, orders: &Receiver<SimulatedMeter>) {
    let mut heard = Vec::new();
    let mut chunk = [0; 256];
    loop {
        match orders.try_recv() {
            Ok(another) => meter = another,
            Err(TryRecvError::Disconnected) => return,
            Err(TryRecvError::Empty) => {}
        }
        match line.read(&mut chunk) {
            Ok(0) => return,
            Ok(count) => heard.extend(&chunk[..count]),
            Err(error) if error.kind() == ErrorKind::TimedOut => continue,
            Err(_) => return,
        }
        while let Scan::Whole { frame, used } = scan(&heard) {
            heard.drain(..used);
            if let Ok(another) = orders.recv_timeout(meter.delay()) {
                meter = another;
            }
            if line.write_all(&meter.answer(&frame)).is_err() {
                return;
            }
        }
    }
}
