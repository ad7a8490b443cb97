//! Sockets: which addresses and which port the preview listens on, and under which names it is reached.
//!
//! It opens the listening sockets. Connections are handled elsewhere.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener, ToSocketAddrs, UdpSocket};

use socket2::{Domain, Protocol, Socket, Type};

use crate::diag::{Error, Result};

/// A port and how much it matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Port {
    /// Take this one or, if it is taken, one of the next 20; 0 means any.
    Preferred(u16),
    /// Take this one or fail; 0 means any.
    Named(u16),
}

/// How many further ports are tried when no particular one was asked for.
const FURTHER_PORTS: u16 = 20;

/// How many connections may wait to be accepted; a burst of 72 must fit.
const BACKLOG: i32 = 1024;

/// The sockets on which the preview listens.
pub(super) struct Listeners {
    pub(super) sockets: Vec<TcpListener>,
    pub(super) port: u16,
    /// The hosts of the addresses to give to a browser, such as `localhost` or `192.168.1.5`, the best first.
    pub(super) names: Vec<String>,
    /// Whether other machines can connect.
    pub(super) open: bool,
}

/// Listens on the host that was named, or on this machine's addresses to itself.
pub(super) fn bind(host: Option<&str>, port: Port) -> Result<Listeners> {
    let addresses = resolve(host)?;
    let (first, last) = match port {
        Port::Named(port) | Port::Preferred(port @ 0) => (port, port),
        Port::Preferred(port) => (port, port.saturating_add(FURTHER_PORTS)),
    };
    for port in first..=last {
        match bind_all(&addresses, port, first != last) {
            Ok(sockets) => return describe(host, sockets),
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => {}
            Err(error) => {
                let place = SocketAddr::new(addresses[0], port);
                return Err(Error::io(format!("cannot listen on {place}"), &error)
                    .help("choose another address with --host or another port with --port"));
            }
        }
    }
    let taken = match port {
        Port::Named(port) => format!("port {port} is taken by another program"),
        Port::Preferred(_) => {
            format!("the ports {first} to {last} are all taken by other programs")
        }
    };
    Err(Error::new(taken).help("choose another with --port, or --port 0 for any free one"))
}

/// The addresses of a host; never an empty list.
fn resolve(host: Option<&str>) -> Result<Vec<IpAddr>> {
    let Some(host) = host.filter(|host| !host.eq_ignore_ascii_case("localhost")) else {
        return Ok(vec![Ipv4Addr::LOCALHOST.into(), Ipv6Addr::LOCALHOST.into()]);
    };
    if let Ok(address) = host.trim_matches(['[', ']']).parse() {
        return Ok(vec![address]);
    }
    let found: Vec<IpAddr> = (host, 0)
        .to_socket_addrs()
        .map_err(|error| Error::io(format!("cannot find the host `{host}`"), &error))?
        .map(|address| address.ip())
        .collect();
    if found.is_empty() {
        return Err(Error::new(format!("the host `{host}` has no address")));
    }
    Ok(found)
}

/// Listens on every address with one port. An address that this machine does not have is left out if another works, and so is
/// one whose port is taken, unless `whole` asks for all or none.
fn bind_all(addresses: &[IpAddr], port: u16, whole: bool) -> io::Result<Vec<TcpListener>> {
    let mut sockets: Vec<TcpListener> = Vec::new();
    let mut trouble = None;
    for address in addresses {
        let port = match sockets.first() {
            Some(socket) => socket.local_addr()?.port(),
            None => port,
        };
        match listen(SocketAddr::new(*address, port)) {
            Ok(socket) => sockets.push(socket),
            Err(error)
                if error.kind() == io::ErrorKind::AddrInUse && (whole || sockets.is_empty()) =>
            {
                return Err(error);
            }
            Err(error) => trouble = Some(error),
        }
    }
    match trouble {
        Some(error) if sockets.is_empty() => Err(error),
        _ => Ok(sockets),
    }
}

fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = Socket::new(
        Domain::for_address(address),
        Type::STREAM,
        Some(Protocol::TCP),
    )?;
    // Without it a restart would find the port taken by closed connections. On Windows it would let two programs listen on one
    // port.
    #[cfg(not(windows))]
    socket.set_reuse_address(true)?;
    if address.is_ipv6() {
        socket.set_only_v6(!address.ip().is_unspecified())?;
    }
    socket.bind(&address.into())?;
    socket.listen(BACKLOG)?;
    Ok(socket.into())
}

fn describe(host: Option<&str>, sockets: Vec<TcpListener>) -> Result<Listeners> {
    let bound: Vec<SocketAddr> = sockets
        .iter()
        .map(TcpListener::local_addr)
        .collect::<io::Result<_>>()
        .map_err(|error| Error::io("cannot read the address of a socket", &error))?;
    let open = !bound.iter().all(|address| address.ip().is_loopback());
    let mut names = Vec::new();
    let named = host.filter(|host| host.trim_matches(['[', ']']).parse::<IpAddr>().is_err());
    match named {
        Some(name) if !name.eq_ignore_ascii_case("localhost") => {
            names.push(name.to_ascii_lowercase());
        }
        // With only one of the two addresses, `localhost` could lead to another program.
        _ if host.is_none_or(|host| host.eq_ignore_ascii_case("localhost")) && bound.len() == 2 => {
            names.push("localhost".to_owned());
        }
        _ => {}
    }
    for address in &bound {
        if address.ip().is_unspecified() {
            names.extend(reachable(address.is_ipv6()).into_iter().map(as_host));
        } else {
            names.push(as_host(address.ip()));
        }
    }
    if names.is_empty() {
        names.push("localhost".to_owned());
    }
    Ok(Listeners {
        port: bound[0].port(),
        sockets,
        names,
        open,
    })
}

/// The addresses under which other machines most likely reach this one. Nothing is sent: the system only says which of its
/// addresses it would use for a remote one (both are reserved for documentation).
fn reachable(with_v6: bool) -> Vec<IpAddr> {
    let ask = |from: IpAddr, to: IpAddr| {
        let socket = UdpSocket::bind((from, 0)).ok()?;
        socket.connect((to, 9)).ok()?;
        let address = socket.local_addr().ok()?.ip();
        (!address.is_unspecified() && !address.is_loopback()).then_some(address)
    };
    let v4 = ask(
        Ipv4Addr::UNSPECIFIED.into(),
        Ipv4Addr::new(192, 0, 2, 1).into(),
    );
    let v6 = with_v6.then(|| {
        ask(
            Ipv6Addr::UNSPECIFIED.into(),
            Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 1).into(),
        )
    });
    v4.into_iter().chain(v6.flatten()).collect()
}

/// An address as it is written in a URL.
fn as_host(address: IpAddr) -> String {
    match address {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => format!("[{address}]"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_port_that_was_named_is_taken_or_refused_and_a_preferred_one_moves_on() {
        let first = bind(None, Port::Named(0)).expect("some port is free");
        let port = first.port;
        let refused = bind(None, Port::Named(port))
            .err()
            .expect("the port is taken");
        assert!(refused.to_string().contains(&port.to_string()), "{refused}");
        let next = bind(None, Port::Preferred(port)).expect("one of the next ports is free");
        assert!(next.port > port && next.port <= port + FURTHER_PORTS);
    }

    #[test]
    fn only_a_named_host_opens_the_preview_to_others() {
        let own = bind(None, Port::Named(0)).expect("some port is free");
        assert!(!own.open);
        let open = bind(Some("0.0.0.0"), Port::Named(0)).expect("some port is free");
        assert!(open.open && !open.names.is_empty());
        let own = bind(Some("127.0.0.1"), Port::Named(0)).expect("some port is free");
        assert_eq!((own.open, own.names), (false, vec!["127.0.0.1".to_owned()]));
        assert!(
            bind(Some("192.0.2.77"), Port::Named(0)).is_err(),
            "not an address of this machine"
        );
    }
}
