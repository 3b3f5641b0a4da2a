// Node's tls as a peer for interoperability tests, like gopeer: a client or an echo server for lines of text that reports what it saw as one
// JSON object per line on standard output.
//
//   node peer.js client -connect 127.0.0.1:1234 -roots ca.pem [-connections 2] [-lines 1] [-server-closes]
//   node peer.js server -certificate chain.pem -key key.pem -roots ca.pem [-connections 2] [-client-auth request]
//   node peer.js version
'use strict';
const fs = require('node:fs');
const tls = require('node:tls');

const DEADLINE_MILLIS = 20_000;
const CURVES = { x25519: 'X25519', secp256r1: 'P-256', secp384r1: 'P-384', secp521r1: 'P-521' };
const FLAGS = ['-server-closes'];

function parse(words) {
  const options = { '-connections': '1', '-lines': '1', '-client-auth': 'none' };
  for (let i = 0; i < words.length; i++) {
    options[words[i]] = FLAGS.includes(words[i]) ? true : words[++i];
  }
  return options;
}

function say(report) {
  fs.writeSync(1, JSON.stringify(report) + '\n');
}

/** What both roles hand to OpenSSL. */
function secureOptions(options) {
  const read = (name) => options[name] && fs.readFileSync(options[name]);
  const groups = options['-groups'];
  return {
    minVersion: 'TLSv1.3',
    cert: read('-certificate'),
    key: read('-key'),
    ca: read('-roots'),
    ciphers: options['-suite'],
    ecdhCurve: groups && groups.split(',').map((name) => CURVES[name] ?? name).join(':'),
    certificateCompression: options['-compress'] && options['-compress'].split(','),
    ALPNProtocols: options['-alpn'] && options['-alpn'].split(','),
  };
}

function describe(socket, report) {
  report.version = socket.getProtocol().replace('TLSv', 'TLS ');
  report.suite = socket.getCipher().standardName;
  report.resumed = socket.isSessionReused();
  report.protocol = socket.alpnProtocol || '';
}

/** Hands each line to the listener. */
function onLines(socket, listener) {
  let text = '';
  socket.on('data', (data) => {
    text += data;
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n')) {
      const line = text.slice(0, end + 1);
      text = text.slice(end + 1);
      listener(line);
    }
  });
}

function oneConnection(options, session) {
  return new Promise((resolve) => {
    const report = {};
    const [host, port] = options['-connect'].split(':');
    let ticket = null;
    let sent = 0;
    const socket = tls.connect({ ...secureOptions(options), host, port, servername: 'localhost', session });
    const send = () => socket.write(`line ${++sent}\n`);
    socket.setTimeout(DEADLINE_MILLIS, () => socket.destroy(new Error('deadline')));
    socket.on('session', (fresh) => (ticket = fresh));
    socket.on('secureConnect', () => {
      describe(socket, report);
      send();
    });
    onLines(socket, (line) => {
      if (line !== `line ${sent}\n`) {
        socket.destroy(new Error(`another line came back: ${line}`));
      } else if (sent < Number(options['-lines'])) {
        send();
      } else if (!options['-server-closes']) {
        socket.end();
      }
    });
    socket.on('end', () => (report.end = 'close_notify'));
    socket.on('error', (error) => (report.error = String(error.message)));
    socket.on('close', () => {
      say(report);
      resolve(ticket);
    });
  });
}

async function runClient(options) {
  let session;
  for (let i = 0; i < Number(options['-connections']); i++) {
    session = await oneConnection(options, session);
  }
}

function runServer(options) {
  let left = Number(options['-connections']);
  const finish = (report) => {
    say(report);
    if (--left === 0) {
      server.close();
    }
  };
  const server = tls.createServer({
    ...secureOptions(options),
    requestCert: options['-client-auth'] !== 'none',
    // Of a client that is only asked, nothing is demanded.
    rejectUnauthorized: options['-client-auth'] === 'require',
  });
  server.on('tlsClientError', (error) => finish({ error: String(error.message) }));
  server.on('secureConnection', (socket) => {
    const report = {};
    describe(socket, report);
    socket.setTimeout(DEADLINE_MILLIS, () => socket.destroy(new Error('deadline')));
    onLines(socket, (line) => socket.write(line));
    socket.on('end', () => (report.end = 'close_notify'));
    socket.on('error', (error) => (report.error = String(error.message)));
    socket.on('close', () => finish(report));
  });
  server.listen(0, '127.0.0.1', () => say({ port: server.address().port }));
}

const [role, ...words] = process.argv.slice(2);
if (role === 'version') {
  console.log(`Node ${process.versions.node} with OpenSSL ${process.versions.openssl}`);
} else if (role === 'client') {
  runClient(parse(words));
} else {
  runServer(parse(words));
}
