//! Who asks, as far as that can be told: an address.

use std::net::{IpAddr, Ipv6Addr};

use axum::http::{HeaderMap, request::Parts};
use ipnet::IpNet;

/// The header in which proxies say for whom they ask, each adding the address that it was asked from.
const FORWARDED_FOR: &str = "x-forwarded-for";

/// The address that a connection comes from. Requests that came over none have no such extension.
#[derive(Clone, Copy, Debug)]
pub struct Peer(pub IpAddr);

/// The client that a request comes from. Behind proxies that are trusted, the last address that no such proxy has.
pub(super) fn client(parts: &Parts, proxies: &[IpNet]) -> IpAddr {
    let peer = parts.extensions.get().map_or(IpAddr::V4(std::net::Ipv4Addr::UNSPECIFIED), |Peer(address)| *address);
    let peer = peer.to_canonical();
    network(if is_one_of(peer, proxies) { asked_for(&parts.headers, proxies).unwrap_or(peer) } else { peer })
}

/// For whom the last of the trusted proxies asks. Whatever stands before that anyone can have written.
fn asked_for(headers: &HeaderMap, proxies: &[IpNet]) -> Option<IpAddr> {
    let values = headers.get_all(FORWARDED_FOR).iter().filter_map(|value| value.to_str().ok());
    let hops: Vec<&str> = values.flat_map(|value| value.split(',')).map(str::trim).collect();
    let mut last = None;
    for hop in hops.into_iter().rev() {
        let address = address(hop)?;
        last = Some(address);
        if !is_one_of(address, proxies) {
            break;
        }
    }
    last
}

/// An address, perhaps with a port.
fn address(text: &str) -> Option<IpAddr> {
    let bare = text.parse::<IpAddr>().ok();
    let with_port = || text.parse::<std::net::SocketAddr>().ok().map(|address| address.ip());
    bare.or_else(with_port).map(|address| address.to_canonical())
}

fn is_one_of(address: IpAddr, networks: &[IpNet]) -> bool {
    networks.iter().any(|network| network.contains(&address))
}

/// What counts as one client: an address, but of the sixth version the 64 bits that a customer has at least.
fn network(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from(u128::from(address) >> 64 << 64)),
    }
}

#[cfg(test)]
mod tests {
    use axum::http::Request;

    use super::*;

    fn client_of(peer: &str, forwarded: &[&str]) -> String {
        let proxies = ["10.0.0.0/8".parse().unwrap(), "fd00::/8".parse().unwrap()];
        let mut request = Request::builder().extension(Peer(peer.parse().unwrap()));
        for value in forwarded {
            request = request.header(FORWARDED_FOR, *value);
        }
        client(&request.body(()).unwrap().into_parts().0, &proxies).to_string()
    }

    #[test]
    fn only_a_trusted_proxy_is_believed_and_only_as_far_as_it_saw() {
        for (peer, forwarded, expected) in [
            ("1.2.3.4", &[][..], "1.2.3.4"),
            ("1.2.3.4", &["9.9.9.9"], "1.2.3.4"),
            ("10.0.0.1", &["9.9.9.9"], "9.9.9.9"),
            ("10.0.0.1", &["8.8.8.8, 9.9.9.9"], "9.9.9.9"),
            ("10.0.0.1", &["8.8.8.8", "9.9.9.9, 10.0.0.2"], "9.9.9.9"),
            ("10.0.0.1", &["9.9.9.9:1234"], "9.9.9.9"),
            ("10.0.0.1", &["10.0.0.3, 10.0.0.2"], "10.0.0.3"),
            ("10.0.0.1", &["nonsense"], "10.0.0.1"),
            ("10.0.0.1", &[], "10.0.0.1"),
            ("::ffff:10.0.0.1", &["::ffff:9.9.9.9"], "9.9.9.9"),
            ("fd00::1", &["2001:db8:1:2:3:4:5:6"], "2001:db8:1:2::"),
            ("fd00::1", &["[2001:db8:1:2:3:4:5:6]:80"], "2001:db8:1:2::"),
        ] {
            assert_eq!(client_of(peer, forwarded), expected, "{peer} {forwarded:?}");
        }
    }
}
