//! What the peers in Rust share: the options of the command line, and the report of one connection as a JSON object on standard output.
//! Like gopeer, each is a client or an echo server for lines of text.

use std::collections::HashMap;
use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::time::Duration;

const DEADLINE: Duration = Duration::from_secs(20);
/// These stand alone; of a server, `-early` does, too.
const FLAGS: [&str; 3] = ["-server-closes", "-update-keys", "-early-once"];

pub struct Options {
    pub server: bool,
    values: HashMap<String, String>,
}

impl Options {
    /// `None` when only the version is asked for.
    pub fn parse() -> Option<Options> {
        let mut words = std::env::args().skip(1);
        let role = words.next().expect("neither client nor server nor version");
        let server = role == "server";
        let mut values = HashMap::new();
        while let Some(name) = words.next() {
            let alone = FLAGS.contains(&name.as_str()) || server && name == "-early";
            let value = if alone { String::new() } else { words.next().expect("an option without its value") };
            values.insert(name, value);
        }
        (role != "version").then_some(Options { server, values })
    }

    pub fn has(&self, name: &str) -> bool {
        self.values.contains_key(name)
    }

    pub fn get(&self, name: &str) -> Option<&str> {
        self.values.get(name).map(String::as_str)
    }

    pub fn list(&self, name: &str) -> Vec<&str> {
        self.get(name).map_or(Vec::new(), |list| list.split(',').collect())
    }

    #[allow(dead_code)] // not every peer asks the gateway
    pub fn has_early(&self) -> bool {
        self.has("-early") || self.has("-early-request")
    }

    /// What a client sends early.
    #[allow(dead_code)] // not every peer asks the gateway
    pub fn early(&self) -> Vec<u8> {
        self.read("-early-request").unwrap_or_else(|| self.get("-early").unwrap_or_default().as_bytes().to_vec())
    }

    /// Those of a client's second connection.
    #[allow(dead_code)] // not every peer asks the gateway
    pub fn later(&self) -> Options {
        let mut values = self.values.clone();
        if let Some(protocols) = self.get("-later-alpn") {
            values.insert("-alpn".to_owned(), protocols.to_owned());
        }
        Options { server: self.server, values }
    }

    pub fn number(&self, name: &str) -> usize {
        self.get(name).map_or(1, |digits| digits.parse().expect("a number"))
    }

    pub fn read(&self, name: &str) -> Option<Vec<u8>> {
        self.get(name).map(|file| std::fs::read(file).expect("a readable file"))
    }
}

pub fn bytes_of_hex(hex: &str) -> Vec<u8> {
    (0..hex.len()).step_by(2).map(|i| u8::from_str_radix(&hex[i..i + 2], 16).expect("hex")).collect()
}

/// One connection, as far as it is known.
#[derive(Default)]
pub struct Report(Vec<String>);

impl Report {
    pub fn text(&mut self, name: &str, value: &str) {
        let mut quoted = String::new();
        for c in value.chars() {
            match c {
                '\n' => quoted.push_str("\\n"),
                '"' | '\\' => quoted.push('\''),
                c if c.is_control() => quoted.push(' '),
                c => quoted.push(c),
            }
        }
        self.0.push(format!("\"{name}\":\"{quoted}\""));
    }

    pub fn raw(&mut self, name: &str, value: impl std::fmt::Display) {
        self.0.push(format!("\"{name}\":{value}"));
    }

    pub fn print(&self) {
        println!("{{{}}}", self.0.join(","));
    }
}

/// A connection of the library, with the socket below it.
pub trait Peer: Read + Write {
    fn update_keys(&mut self) -> io::Result<()>;
}

pub fn connect(options: &Options) -> TcpStream {
    prepare(TcpStream::connect(options.get("-connect").expect("an address")).expect("somebody who listens"))
}

/// Hands each connection to the function, on a free port, which it reports.
pub fn serve(options: &Options, mut each: impl FnMut(TcpStream)) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port on loopback");
    println!("{{\"port\":{}}}", listener.local_addr().expect("an address").port());
    for _ in 0..options.number("-connections") {
        each(prepare(listener.accept().expect("a connection").0));
    }
}

fn prepare(socket: TcpStream) -> TcpStream {
    socket.set_read_timeout(Some(DEADLINE)).expect("a deadline");
    socket.set_nodelay(true).expect("no delay");
    socket
}

/// One line, or nothing at the peer's close_notify.
pub fn read_line(peer: &mut impl Read) -> io::Result<String> {
    let mut line = Vec::new();
    let mut byte = [0];
    while line.last() != Some(&b'\n') && peer.read(&mut byte)? == 1 {
        line.push(byte[0]);
    }
    Ok(String::from_utf8_lossy(&line).into_owned())
}

pub fn client_lines(options: &Options, peer: &mut impl Peer, report: &mut Report) -> io::Result<()> {
    for number in 1..=options.number("-lines") {
        if number == 2 && options.has("-update-keys") {
            peer.update_keys()?;
            report.raw("keyUpdatesSent", 1);
        }
        let line = format!("line {number}\n");
        peer.write_all(line.as_bytes())?;
        peer.flush()?;
        let back = read_line(peer)?;
        if back != line {
            return Err(io::Error::other(format!("another line came back: {back}")));
        }
    }
    if options.has("-server-closes") && read_line(peer)?.is_empty() {
        report.text("end", "close_notify");
    }
    Ok(())
}

/// Asks an HTTP server, unless it was asked before the end of the handshake, and waits for the answer. What is no text in it is a dot.
#[allow(dead_code)] // not every peer asks the gateway
pub fn ask(options: &Options, peer: &mut impl Peer, later: bool, asked: bool, report: &mut Report) -> io::Result<()> {
    let file = if later && options.has("-later-request") { "-later-request" } else { "-request" };
    let until = options.get("-until").expect("where an answer ends");
    if !asked {
        peer.write_all(&options.read(file).expect("a request"))?;
        peer.flush()?;
    }
    let mut answer = String::new();
    let mut bytes = [0; 4096];
    while !answer.contains(until) {
        let read = peer.read(&mut bytes)?;
        if read == 0 {
            return Err(io::Error::other(format!("the answer ended too soon: {answer}")));
        }
        answer.extend(bytes[..read].iter().map(|b| if b.is_ascii_graphic() || *b == b' ' { *b as char } else { '.' }));
    }
    report.text("answer", &answer);
    Ok(())
}

pub fn echo(options: &Options, peer: &mut impl Peer, report: &mut Report) -> io::Result<()> {
    for number in 1.. {
        let line = read_line(peer)?;
        if line.is_empty() {
            break;
        }
        if number == 2 && options.has("-update-keys") {
            peer.update_keys()?;
            report.raw("keyUpdatesSent", 1);
        }
        peer.write_all(line.as_bytes())?;
        peer.flush()?;
    }
    report.text("end", "close_notify");
    Ok(())
}
