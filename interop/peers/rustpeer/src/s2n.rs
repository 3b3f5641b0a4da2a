//! s2n-tls as a peer, with aws-lc below it, through its C interface, since its Rust one has no early data; see peer.rs.
//! It takes groups and suites only as named policies: which suite, the other end decides.

mod peer;

use peer::{client_lines, connect, echo, read_line, serve, Options, Peer, Report};
use s2n_tls_sys::*;
use std::ffi::{c_char, c_int, c_void, CStr, CString};
use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::os::fd::AsRawFd;
use std::ptr;
use std::sync::Mutex;
use std::time::{SystemTime, UNIX_EPOCH};

/// Every suite of TLS 1.3, every hybrid group with ML-KEM before the other ones, and ML-DSA. It would speak TLS 1.2, too, but not with us.
const HYBRID: &CStr = c"default_pq";
/// More than any test sends.
const MOST_EARLY_BYTES: usize = 4096;
const TICKET_KEY_NAME: &[u8] = b"peer";
/// For tests only: it seals what nobody keeps.
const TICKET_KEY: [u8; 32] = [7; 32];

/// The last session that a server gave us.
static SESSION: Mutex<Vec<u8>> = Mutex::new(Vec::new());

fn last_error() -> io::Error {
    let text = unsafe { text(s2n_strerror(*s2n_errno_location(), c"EN".as_ptr())) };
    io::Error::other(text)
}

fn check(result: c_int) -> io::Result<()> {
    if result < 0 { Err(last_error()) } else { Ok(()) }
}

/// Empty when the library says nothing.
unsafe fn text(words: *const c_char) -> String {
    if words.is_null() {
        return String::new();
    }
    unsafe { CStr::from_ptr(words) }.to_string_lossy().into_owned()
}

/// The policy with TLS 1.3 alone that prefers the first of these groups, and so sends a share for it, or has it at all. What has secp384r1 first
/// has no other.
fn policy(options: &Options) -> &'static CStr {
    match options.list("-groups").first() {
        None => HYBRID,
        Some(&"MLKEM1024") => c"20260513",
        Some(group) if group.contains("MLKEM") => HYBRID,
        Some(&"secp521r1") => c"ELBSecurityPolicy-TLS13-1-3-PQ-2025-09",
        Some(&"x25519") => c"AWS-CRT-SDK-TLSv1.3",
        Some(&"secp256r1") => c"AWS-CRT-SDK-TLSv1.3-2023",
        Some(&"secp384r1") => c"20250414",
        Some(other) => panic!("no policy begins with {other}"),
    }
}

fn config(options: &Options) -> io::Result<*mut s2n_config> {
    let roots = CString::new(options.read("-roots").expect("roots")).expect("text");
    unsafe {
        // Without the system's certificates. It lives as long as the program.
        let config = s2n_config_new_minimal();
        check(s2n_config_set_cipher_preferences(config, policy(options).as_ptr()))?;
        check(s2n_config_add_pem_to_trust_store(config, roots.as_ptr()))?;
        for name in options.list("-alpn") {
            check(s2n_config_append_protocol_preference(config, name.as_ptr(), name.len() as u8))?;
        }
        identify(options, config)?;
        check(s2n_config_set_session_tickets_onoff(config, 1))?;
        // It would otherwise wait up to half a minute before it tells of a failure, longer than a test has patience.
        check(s2n_config_set_max_blinding_delay(config, 0))?;
        if options.server {
            serving(options, config)?;
        } else {
            check(s2n_config_set_session_ticket_cb(config, Some(keep_session), ptr::null_mut()))?;
        }
        Ok(config)
    }
}

fn identify(options: &Options, config: *mut s2n_config) -> io::Result<()> {
    if let (Some(mut certificate), Some(mut key)) = (options.read("-certificate"), options.read("-key")) {
        let (certificate_length, key_length) = (certificate.len() as u32, key.len() as u32);
        unsafe {
            let pair = s2n_cert_chain_and_key_new();
            check(s2n_cert_chain_and_key_load_pem_bytes(
                pair,
                certificate.as_mut_ptr(),
                certificate_length,
                key.as_mut_ptr(),
                key_length,
            ))?;
            check(s2n_config_add_cert_chain_and_key_to_store(config, pair))?;
        }
    }
    Ok(())
}

/// Keys of a connection, since they are.
fn know_psk(options: &Options, connection: *mut s2n_connection) -> io::Result<()> {
    if let (Some(hex), Some(identity)) = (options.get("-psk"), options.get("-psk-identity")) {
        let key = peer::bytes_of_hex(hex);
        unsafe {
            let psk = s2n_external_psk_new();
            check(s2n_psk_set_identity(psk, identity.as_ptr(), identity.len() as u16))?;
            check(s2n_psk_set_secret(psk, key.as_ptr(), key.len() as u16))?;
            check(s2n_psk_set_hmac(psk, s2n_psk_hmac::SHA256))?;
            check(s2n_connection_set_psk_mode(connection, s2n_psk_mode::EXTERNAL))?;
            check(s2n_connection_append_psk(connection, psk))?;
        }
    }
    Ok(())
}

fn serving(options: &Options, config: *mut s2n_config) -> io::Result<()> {
    let client_auth = match options.get("-client-auth") {
        Some("request") => s2n_cert_auth_type::OPTIONAL,
        Some("require") => s2n_cert_auth_type::REQUIRED,
        _ => s2n_cert_auth_type::NONE,
    };
    let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("a clock").as_secs();
    let mut key = TICKET_KEY;
    unsafe {
        check(s2n_config_set_client_auth_type(config, client_auth))?;
        check(s2n_config_set_verify_host_callback(config, Some(any_client), ptr::null_mut()))?;
        check(s2n_config_add_ticket_crypto_key(
            config,
            TICKET_KEY_NAME.as_ptr(),
            TICKET_KEY_NAME.len() as u32,
            key.as_mut_ptr(),
            key.len() as u32,
            now,
        ))?;
        if options.has("-early") {
            check(s2n_config_set_server_max_early_data_size(config, MOST_EARLY_BYTES as u32))?;
        }
    }
    Ok(())
}

/// A client may have any name.
unsafe extern "C" fn any_client(_name: *const c_char, _length: usize, _context: *mut c_void) -> u8 {
    1
}

unsafe extern "C" fn keep_session(_: *mut s2n_connection, _: *mut c_void, ticket: *mut s2n_session_ticket) -> c_int {
    unsafe {
        let mut length = 0;
        if s2n_session_ticket_get_data_len(ticket, &mut length) < 0 {
            return -1;
        }
        let mut session = vec![0; length];
        let result = s2n_session_ticket_get_data(ticket, length, session.as_mut_ptr());
        *SESSION.lock().expect("one thread") = session;
        result
    }
}

/// A connection of either role over its socket.
struct Secure {
    connection: *mut s2n_connection,
    socket: TcpStream,
    blocked: s2n_blocked_status::Type,
}

impl Secure {
    fn new(options: &Options, config: *mut s2n_config, socket: TcpStream) -> io::Result<Secure> {
        let mode = if options.server { s2n_mode::SERVER } else { s2n_mode::CLIENT };
        unsafe {
            let connection = s2n_connection_new(mode);
            let secure = Secure { connection, socket, blocked: s2n_blocked_status::NOT_BLOCKED };
            check(s2n_connection_set_config(connection, config))?;
            check(s2n_connection_set_blinding(connection, s2n_blinding::SELF_SERVICE_BLINDING))?;
            know_psk(options, connection)?;
            check(s2n_connection_set_fd(connection, secure.socket.as_raw_fd()))?;
            Ok(secure)
        }
    }

    fn handshake(&mut self) -> io::Result<()> {
        check(unsafe { s2n_negotiate(self.connection, &mut self.blocked) })
    }

    /// Behind the ClientHello, without waiting for an answer to it.
    fn send_early(&mut self, data: &[u8]) -> io::Result<()> {
        let mut sent = 0;
        self.socket.set_nonblocking(true)?;
        let length = data.len() as isize;
        let result =
            check(unsafe { s2n_send_early_data(self.connection, data.as_ptr(), length, &mut sent, &mut self.blocked) });
        self.socket.set_nonblocking(false)?;
        // That it would now wait for the server is an error to it, too. A server that is quick has refused before anything was sent.
        if sent == length || self.early_data_taken()? == Some(false) {
            Ok(())
        } else {
            result.and(Err(io::Error::other("the session allows no early data")))
        }
    }

    fn receive_early(&mut self) -> io::Result<Vec<u8>> {
        let mut data = vec![0; MOST_EARLY_BYTES];
        let mut received = 0;
        let most = data.len() as isize;
        check(unsafe {
            s2n_recv_early_data(self.connection, data.as_mut_ptr(), most, &mut received, &mut self.blocked)
        })?;
        data.truncate(received as usize);
        Ok(data)
    }

    /// Whether early data was taken; nothing when none was offered.
    fn early_data_taken(&mut self) -> io::Result<Option<bool>> {
        let mut status = 0;
        check(unsafe { s2n_connection_get_early_data_status(self.connection, &mut status) })?;
        Ok(match status {
            s2n_early_data_status_t::END => Some(true),
            s2n_early_data_status_t::REJECTED => Some(false),
            _ => None,
        })
    }

    fn describe(&mut self, report: &mut Report) -> io::Result<()> {
        unsafe {
            let tls13 = s2n_connection_get_actual_protocol_version(self.connection) == s2n_tls_version::TLS13;
            report.text("version", if tls13 { "TLS 1.3" } else { "older" });
            report.text("suite", &text(s2n_connection_get_cipher(self.connection)));
            let mut group = ptr::null();
            check(s2n_connection_get_key_exchange_group(self.connection, &mut group))?;
            report.text("group", &text(group));
            report.raw("resumed", s2n_connection_is_session_resumed(self.connection) == 1);
            let course = text(s2n_connection_get_handshake_type_name(self.connection));
            report.raw("helloRetry", course.contains("HELLO_RETRY_REQUEST"));
            report.text("protocol", &text(s2n_get_application_protocol(self.connection)));
        }
        if let Some(taken) = self.early_data_taken()? {
            report.text("earlyData", if taken { "ACCEPTED" } else { "REFUSED" });
        }
        Ok(())
    }

    /// With an alert, or with close_notify.
    fn close(&mut self) {
        unsafe { s2n_shutdown_send(self.connection, &mut self.blocked) };
    }
}

impl Drop for Secure {
    fn drop(&mut self) {
        unsafe { s2n_connection_free(self.connection) };
    }
}

impl Read for Secure {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let most = buffer.len() as isize;
        let read = unsafe { s2n_recv(self.connection, buffer.as_mut_ptr().cast(), most, &mut self.blocked) };
        usize::try_from(read).map_err(|_| last_error())
    }
}

impl Write for Secure {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let length = bytes.len() as isize;
        let sent = unsafe { s2n_send(self.connection, bytes.as_ptr().cast(), length, &mut self.blocked) };
        usize::try_from(sent).map_err(|_| last_error())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Peer for Secure {
    /// It goes out ahead of what is sent next, and asks us for nothing: s2n-tls cannot ask.
    fn update_keys(&mut self) -> io::Result<()> {
        let request = s2n_peer_key_update::KEY_UPDATE_NOT_REQUESTED;
        check(unsafe { s2n_connection_request_key_update(self.connection, request) })
    }
}

fn converse(options: &Options, peer: &mut Secure, early: bool, report: &mut Report) -> io::Result<()> {
    let session = SESSION.lock().expect("one thread").clone();
    unsafe {
        check(s2n_set_server_name(peer.connection, c"localhost".as_ptr()))?;
        if !session.is_empty() {
            check(s2n_connection_set_session(peer.connection, session.as_ptr(), session.len()))?;
        }
    }
    if early {
        peer.send_early(options.get("-early").unwrap_or_default().as_bytes())?;
    }
    peer.handshake()?;
    peer.describe(report)?;
    if peer.early_data_taken()? == Some(true) {
        let back = read_line(peer)?;
        report.text("halfRtt", &back);
    }
    client_lines(options, peer, report)
}

fn run_client(options: &Options) -> io::Result<()> {
    let config = config(options)?;
    for number in 1..=options.number("-connections") {
        let mut report = Report::default();
        let mut peer = Secure::new(options, config, connect(options))?;
        let early = options.has("-early") && number == options.number("-connections");
        if let Err(error) = converse(options, &mut peer, early, &mut report) {
            report.text("error", &error.to_string());
        }
        peer.close();
        report.print();
    }
    Ok(())
}

fn accept(options: &Options, peer: &mut Secure, report: &mut Report) -> io::Result<()> {
    let early = if options.has("-early") { peer.receive_early()? } else { Vec::new() };
    peer.handshake()?;
    peer.describe(report)?;
    report.text("earlyText", &String::from_utf8_lossy(&early));
    if early.is_empty() { Ok(()) } else { peer.write_all(&early) }
}

fn run_server(options: &Options) -> io::Result<()> {
    let config = config(options)?;
    let mut served = 0;
    serve(options, |socket| {
        let mut report = Report::default();
        let mut peer = Secure::new(options, config, socket).expect("a connection");
        if options.has("-early-once") && served > 0 {
            check(unsafe { s2n_connection_set_server_max_early_data_size(peer.connection, 0) }).expect("no early data");
        }
        served += 1;
        let result = accept(options, &mut peer, &mut report).and_then(|()| echo(options, &mut peer, &mut report));
        if let Err(error) = result {
            report.text("error", &error.to_string());
        }
        peer.close();
        report.print();
    });
    Ok(())
}

fn main() -> io::Result<()> {
    check(unsafe { s2n_init() })?;
    match Options::parse() {
        None => println!("s2n-tls {} with aws-lc", env!("LIBRARY_VERSION")),
        Some(options) if options.server => run_server(&options)?,
        Some(options) => run_client(&options)?,
    }
    Ok(())
}
