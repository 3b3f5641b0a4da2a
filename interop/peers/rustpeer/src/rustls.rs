//! rustls as a peer, with aws-lc below it; see peer.rs.

mod peer;

use peer::{ask, bytes_of_hex, client_lines, connect, echo, read_line, serve, Options, Peer, Report};
use rustls::client::{ClientConnection, EchConfig, EchMode, EchStatus};
use rustls::crypto::{aws_lc_rs, CryptoProvider};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, EchConfigListBytes, PrivateKeyDer, ServerName};
use rustls::server::{ServerConnection, WebPkiClientVerifier};
use rustls::{ClientConfig, CommonState, HandshakeKind, PeerIncompatible, ProtocolVersion, RootCertStore, ServerConfig};
use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::sync::Arc;

/// More than any test sends.
const MOST_EARLY_BYTES: u32 = 4096;

fn provider(options: &Options) -> Arc<CryptoProvider> {
    let mut provider = aws_lc_rs::default_provider();
    if let Some(wanted) = options.get("-suite") {
        provider.cipher_suites.retain(|suite| suite_name(suite.suite()) == wanted);
    }
    if options.has("-groups") {
        let all = aws_lc_rs::ALL_KX_GROUPS;
        provider.kx_groups = options
            .list("-groups")
            .iter()
            .map(|name| *all.iter().find(|group| group_name(group.name()) == *name).expect("a known group"))
            .collect();
    }
    Arc::new(provider)
}

fn suite_name(suite: rustls::CipherSuite) -> String {
    format!("{suite:?}").replace("TLS13_", "TLS_")
}

fn group_name(group: rustls::NamedGroup) -> String {
    match group {
        rustls::NamedGroup::X25519 => "x25519".to_owned(),
        rustls::NamedGroup::secp256r1MLKEM768 => "SecP256r1MLKEM768".to_owned(),
        other => format!("{other:?}"),
    }
}

fn roots(options: &Options) -> RootCertStore {
    let mut roots = RootCertStore::empty();
    let pem = options.read("-roots").expect("roots");
    roots.add(CertificateDer::from_pem_slice(&pem).expect("a certificate")).expect("a root");
    roots
}

fn identity(options: &Options) -> Option<(Vec<CertificateDer<'static>>, PrivateKeyDer<'static>)> {
    let certificate = CertificateDer::from_pem_slice(&options.read("-certificate")?).expect("a certificate");
    let key = PrivateKeyDer::from_pem_slice(&options.read("-key")?).expect("a key");
    Some((vec![certificate], key))
}

fn protocols(options: &Options) -> Vec<Vec<u8>> {
    options.list("-alpn").iter().map(|name| name.as_bytes().to_vec()).collect()
}

fn client_config(options: &Options) -> ClientConfig {
    let builder = ClientConfig::builder_with_provider(provider(options));
    let builder = match options.get("-ech-configs") {
        Some(hex) => {
            let list = EchConfigListBytes::from(bytes_of_hex(hex));
            let config = EchConfig::new(list, aws_lc_rs::hpke::ALL_SUPPORTED_SUITES).expect("a usable configuration");
            builder.with_ech(EchMode::Enable(config)).expect("ECH")
        }
        None => builder.with_protocol_versions(&[&rustls::version::TLS13]).expect("TLS 1.3"),
    };
    let builder = builder.with_root_certificates(roots(options));
    let mut config = match identity(options) {
        Some((chain, key)) => builder.with_client_auth_cert(chain, key).expect("an identity"),
        None => builder.with_no_client_auth(),
    };
    config.alpn_protocols = protocols(options);
    config.enable_early_data = options.has_early();
    config
}

fn server_config(options: &Options) -> ServerConfig {
    let provider = provider(options);
    let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots(options)), provider.clone());
    let builder = ServerConfig::builder_with_provider(provider)
        .with_protocol_versions(&[&rustls::version::TLS13])
        .expect("TLS 1.3");
    let builder = match options.get("-client-auth") {
        Some("request") => builder.with_client_cert_verifier(verifier.allow_unauthenticated().build().expect("roots")),
        Some("require") => builder.with_client_cert_verifier(verifier.build().expect("roots")),
        _ => builder.with_no_client_auth(),
    };
    let (chain, key) = identity(options).expect("an identity");
    let mut config = builder.with_single_cert(chain, key).expect("an identity");
    config.alpn_protocols = protocols(options);
    if options.has("-early") {
        // Only for sessions that the server keeps itself, which it does unless told otherwise.
        config.max_early_data_size = MOST_EARLY_BYTES;
    }
    config
}

fn describe(state: &CommonState, report: &mut Report) {
    report.text("version", if state.protocol_version() == Some(ProtocolVersion::TLSv1_3) { "TLS 1.3" } else { "older" });
    report.text("suite", &suite_name(state.negotiated_cipher_suite().expect("a suite").suite()));
    report.text("group", &group_name(state.negotiated_key_exchange_group().expect("a group").name()));
    report.raw("resumed", state.handshake_kind() == Some(HandshakeKind::Resumed));
    // Of a resumed handshake it does not say.
    match state.handshake_kind() {
        Some(HandshakeKind::Full) => report.raw("helloRetry", false),
        Some(HandshakeKind::FullWithHelloRetryRequest) => report.raw("helloRetry", true),
        _ => (),
    }
    report.text("protocol", &String::from_utf8_lossy(state.alpn_protocol().unwrap_or_default()));
}

/// A connection of either role over its socket.
struct Secure<C> {
    connection: C,
    socket: TcpStream,
}

macro_rules! secure {
    ($connection:ty) => {
        impl Secure<$connection> {
            fn close(&mut self) {
                self.connection.send_close_notify();
                let _ = self.flush();
            }
        }

        impl Read for Secure<$connection> {
            fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
                rustls::Stream::new(&mut self.connection, &mut self.socket).read(buffer)
            }
        }

        impl Write for Secure<$connection> {
            fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
                rustls::Stream::new(&mut self.connection, &mut self.socket).write(bytes)
            }

            fn flush(&mut self) -> io::Result<()> {
                while self.connection.wants_write() {
                    self.connection.write_tls(&mut self.socket)?;
                }
                Ok(())
            }
        }

        impl Peer for Secure<$connection> {
            fn update_keys(&mut self) -> io::Result<()> {
                self.connection.refresh_traffic_keys().map_err(io::Error::other)
            }
        }
    };
}

secure!(ClientConnection);
secure!(ServerConnection);

fn converse(options: &Options, peer: &mut Secure<ClientConnection>, early: bool, later: bool, report: &mut Report) -> io::Result<()> {
    if early {
        let mut writer = peer.connection.early_data().ok_or_else(|| io::Error::other("the session allows no early data"))?;
        writer.write_all(&options.early())?;
    }
    while peer.connection.is_handshaking() {
        peer.connection.complete_io(&mut peer.socket)?;
    }
    describe(&peer.connection, report);
    if options.has("-ech-configs") {
        report.raw("ech", peer.connection.ech_status() == EchStatus::Accepted);
    }
    if early {
        let accepted = peer.connection.is_early_data_accepted();
        report.text("earlyData", if accepted { "ACCEPTED" } else { "REFUSED" });
        if options.has("-request") {
            return ask(options, peer, later, accepted, report);
        }
        if accepted {
            let back = read_line(peer)?;
            report.text("halfRtt", &back);
        }
    }
    if options.has("-request") {
        return ask(options, peer, later, false, report);
    }
    client_lines(options, peer, report)
}

/// Whether the server could not read our hello, and sent its configurations instead.
fn tells_what_to_use(error: &io::Error) -> bool {
    let cause = error.get_ref().and_then(|cause| cause.downcast_ref::<rustls::Error>());
    matches!(
        cause,
        Some(rustls::Error::PeerIncompatible(PeerIncompatible::ServerRejectedEncryptedClientHello(Some(_))))
    )
}

fn run_client(options: &Options) {
    let mut config = Arc::new(client_config(options));
    for number in 1..=options.number("-connections") {
        let mut report = Report::default();
        let later = number == 2;
        if later {
            // The same memory of sessions.
            let fresh = client_config(&options.later());
            let changed = Arc::make_mut(&mut config);
            changed.alpn_protocols = fresh.alpn_protocols;
        }
        let name = ServerName::try_from("localhost").expect("a name");
        let connection = ClientConnection::new(config.clone(), name).expect("a connection");
        let mut peer = Secure { connection, socket: connect(options) };
        let early = options.has_early() && number == options.number("-connections");
        if let Err(error) = converse(options, &mut peer, early, later, &mut report) {
            report.raw("echRetry", tells_what_to_use(&error));
            report.text("error", &error.to_string());
        }
        peer.close();
        report.print();
    }
}

/// Runs the handshake, and reads what comes before its end.
fn accept(peer: &mut Secure<ServerConnection>, report: &mut Report) -> io::Result<()> {
    let mut early = Vec::new();
    let mut accepted = false;
    while peer.connection.is_handshaking() {
        peer.flush()?;
        if peer.connection.read_tls(&mut peer.socket)? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        if let Err(error) = peer.connection.process_new_packets() {
            // The alert that says so.
            peer.flush()?;
            return Err(io::Error::other(error));
        }
        if let Some(mut data) = peer.connection.early_data() {
            accepted = true;
            data.read_to_end(&mut early)?;
        }
    }
    describe(&peer.connection, report);
    if accepted {
        report.text("earlyData", "ACCEPTED");
        report.text("earlyText", &String::from_utf8_lossy(&early));
    }
    peer.write_all(&early)?;
    peer.flush()
}

fn run_server(options: &Options) {
    let mut config = Arc::new(server_config(options));
    serve(options, |socket| {
        let mut report = Report::default();
        let connection = ServerConnection::new(config.clone()).expect("a connection");
        if options.has("-early-once") {
            // The same memory of sessions.
            Arc::make_mut(&mut config).max_early_data_size = 0;
        }
        let mut peer = Secure { connection, socket };
        let result = accept(&mut peer, &mut report).and_then(|()| echo(options, &mut peer, &mut report));
        if let Err(error) = result {
            report.text("error", &error.to_string());
        }
        peer.close();
        report.print();
    });
}

fn main() {
    match Options::parse() {
        None => println!("rustls {} with aws-lc", env!("LIBRARY_VERSION")),
        Some(options) if options.server => run_server(&options),
        Some(options) => run_client(&options),
    }
}
