//! Raw bytes to a printer on the network (AppSocket, port 9100).

use std::io::{self, Write};
use std::net::{SocketAddr, TcpStream, ToSocketAddrs};
use std::time::Duration;

use super::PrintError;

const PORT: u16 = 9100;
const REACHING: Duration = Duration::from_secs(3);
/// A printer that is out of paper keeps the connection and takes nothing.
const SENDING: Duration = Duration::from_secs(10);

/// Sends the bytes to `host` or `host:port` and closes the connection, which makes the printer print.
pub fn print_over_network(address: &str, bytes: &[u8]) -> Result<(), PrintError> {
    let unreachable = |source| PrintError::Unreachable { address: address.to_owned(), source };
    let interrupted = |source| PrintError::Interrupted { address: address.to_owned(), source };
    let mut printer = connect(address).map_err(unreachable)?;
    printer.set_write_timeout(Some(SENDING)).map_err(interrupted)?;
    printer.write_all(bytes).and_then(|()| printer.flush()).map_err(interrupted)
}

fn connect(address: &str) -> io::Result<TcpStream> {
    let mut last = io::Error::new(io::ErrorKind::NotFound, "the address has no machine behind it");
    for address in resolve(address)? {
        match TcpStream::connect_timeout(&address, REACHING) {
            Ok(printer) => return Ok(printer),
            Err(error) => last = error,
        }
    }
    Err(last)
}

fn resolve(address: &str) -> io::Result<Vec<SocketAddr>> {
    let has_port = address.rsplit_once(':').is_some_and(|(_, port)| port.parse::<u16>().is_ok());
    let resolved = if has_port { address.to_socket_addrs()? } else { (address, PORT).to_socket_addrs()? };
    Ok(resolved.collect())
}
