import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Security;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

import static java.nio.charset.StandardCharsets.US_ASCII;

/// A JSSE as a peer for interoperability tests, like `gopeer`: a client or an echo server for lines of text that reports what it saw as one
/// JSON object per line on standard output. It runs on any JDK from 17 on, and with the JSSE of another provider when
/// `-Dpeer.providers=CLASS,CLASS` names it behind those that it needs.
public final class JssePeer {
    private static final int DEADLINE_MILLIS = 20_000;

    private final Map<String, String> options = new HashMap<>();
    private final Provider provider;

    private JssePeer(List<String> arguments) throws ReflectiveOperationException {
        for (int i = 0; i < arguments.size(); i++) {
            boolean alone = i + 1 == arguments.size() || arguments.get(i + 1).startsWith("-");
            options.put(arguments.get(i), alone ? "" : arguments.get(++i));
        }
        // Read when the first context is made, not later.
        if (options.containsKey("-groups")) {
            System.setProperty("jdk.tls.namedGroups", options.get("-groups"));
        }
        if (options.containsKey("-update-keys")) {
            // The only way to have a JSSE update its key: a limit so low that every record with a line is beyond it.
            for (String algorithm : List.of("AES/GCM/NoPadding", "ChaCha20-Poly1305")) {
                String before = Security.getProperty("jdk.tls.keyLimits");
                Security.setProperty("jdk.tls.keyLimits", before + ", " + algorithm + " KeyUpdate 1");
            }
        }
        Provider last = Security.getProvider("SunJSSE");
        for (String name : System.getProperty("peer.providers", "").split(",")) {
            if (!name.isEmpty()) {
                last = (Provider) Class.forName(name).getConstructor().newInstance();
                // Before the JDK's own: Bouncy Castle's JSSE knows Ed25519 keys only by the names that its own factories give them.
                Security.insertProviderAt(last, 1);
            }
        }
        provider = last;
    }

    public static void main(String[] arguments) throws Exception {
        JssePeer peer = new JssePeer(List.of(arguments).subList(1, arguments.length));
        switch (arguments[0]) {
            case "client" -> peer.runClient();
            case "server" -> peer.runServer();
            case "version" -> System.out.println(peer.version());
            default -> throw new IllegalArgumentException("neither client nor server nor version: " + arguments[0]);
        }
    }

    private String version() {
        return "%s %s on Java %s of %s".formatted(provider.getName(), provider.getVersionStr(),
                System.getProperty("java.version"), System.getProperty("java.vendor"));
    }

    private void runClient() throws Exception {
        SSLContext context = context();
        String[] address = options.get("-connect").split(":");
        for (int i = 0; i < connections(); i++) {
            Report report = new Report();
            try (Socket raw = new Socket(address[0], Integer.parseInt(address[1]));
                    SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(raw, "localhost",
                            raw.getPort(), true)) {
                SSLParameters parameters = parameters(socket);
                parameters.setServerNames(List.of(new SNIHostName("localhost")));
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                socket.setSSLParameters(parameters);
                report.handshake(socket);
                clientLines(socket, report);
            } catch (IOException e) {
                report.put("error", String.valueOf(e));
            }
            report.print();
        }
    }

    private void clientLines(SSLSocket socket, Report report) throws IOException {
        BufferedReader reader = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
        for (int line = 1; line <= Integer.parseInt(options.getOrDefault("-lines", "1")); line++) {
            String sent = "line " + line;
            send(socket.getOutputStream(), sent);
            String got = reader.readLine();
            if (!sent.equals(got)) {
                throw new EOFException("sent '" + sent + "', got back '" + got + "'");
            }
        }
        if (options.containsKey("-server-closes")) {
            report.put("end", reader.read() < 0 ? "close_notify" : "more data");
        }
    }

    private void runServer() throws Exception {
        SSLContext context = context();
        try (ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            System.out.println("{\"port\":" + listener.getLocalPort() + "}");
            for (int i = 0; i < connections(); i++) {
                Report report = new Report();
                try (Socket raw = listener.accept();
                        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(raw,
                                InputStreamOf.NOTHING, true)) {
                    SSLParameters parameters = parameters(socket);
                    switch (options.get("-client-auth")) {
                        case "request" -> parameters.setWantClientAuth(true);
                        case "require" -> parameters.setNeedClientAuth(true);
                        default -> parameters.setNeedClientAuth(false);
                    }
                    socket.setSSLParameters(parameters);
                    report.handshake(socket);
                    echo(socket, report);
                } catch (IOException e) {
                    report.put("error", String.valueOf(e));
                }
                report.print();
            }
        }
    }

    private static void echo(SSLSocket socket, Report report) throws IOException {
        BufferedReader reader = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
        String line = reader.readLine();
        while (line != null) {
            send(socket.getOutputStream(), line);
            line = reader.readLine();
        }
        report.put("end", "close_notify");
    }

    /// One record for one line.
    private static void send(OutputStream stream, String line) throws IOException {
        stream.write((line + "\n").getBytes(US_ASCII));
        stream.flush();
    }

    private int connections() {
        return Integer.parseInt(options.getOrDefault("-connections", "1"));
    }

    private SSLParameters parameters(SSLSocket socket) throws IOException {
        socket.setSoTimeout(DEADLINE_MILLIS);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setProtocols(new String[]{"TLSv1.3"});
        if (options.containsKey("-suite")) {
            parameters.setCipherSuites(new String[]{options.get("-suite")});
        }
        if (options.containsKey("-alpn")) {
            parameters.setApplicationProtocols(options.get("-alpn").split(","));
        }
        return parameters;
    }

    private SSLContext context() throws GeneralSecurityException, IOException {
        SSLContext context = SSLContext.getInstance("TLS", provider);
        KeyManagerFactory keys = null;
        if (options.containsKey("-certificate")) {
            keys = KeyManagerFactory.getInstance("PKIX", provider);
            keys.init(identity(), new char[0]);
        }
        KeyStore roots = empty();
        roots.setCertificateEntry("root", certificate("-roots"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX", provider);
        trust.init(roots);
        context.init(keys == null ? null : keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private KeyStore identity() throws GeneralSecurityException, IOException {
        X509Certificate certificate = certificate("-certificate");
        String pem = Files.readString(Path.of(options.get("-key"))).replaceAll("-----[A-Z ]+-----", "");
        PrivateKey key = KeyFactory.getInstance(certificate.getPublicKey().getAlgorithm())
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem)));
        KeyStore store = empty();
        store.setKeyEntry("identity", key, new char[0], new X509Certificate[]{certificate});
        return store;
    }

    private X509Certificate certificate(String option) throws GeneralSecurityException, IOException {
        return (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(Files.readAllBytes(Path.of(options.get(option)))));
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    /// A server's socket wants to know what was read from it before TLS began.
    private static final class InputStreamOf {
        private static final ByteArrayInputStream NOTHING = new ByteArrayInputStream(new byte[0]);
    }

    /// One connection as a JSON object.
    private static final class Report {
        private final List<String> fields = new ArrayList<>();
        private final long startedAtMillis = System.currentTimeMillis();

        void handshake(SSLSocket socket) throws IOException {
            socket.startHandshake();
            SSLSession session = socket.getSession();
            put("version", session.getProtocol().replace("TLSv", "TLS "));
            put("suite", session.getCipherSuite());
            put("protocol", socket.getApplicationProtocol());
            // JSSE says nowhere whether it resumed, but a resumed session is older than its connection.
            fields.add("\"resumed\":" + (session.getCreationTime() < startedAtMillis));
        }

        void put(String name, String value) {
            fields.add("\"%s\":\"%s\"".formatted(name, value.replaceAll("[\"\\\\\\p{Cntrl}]", " ")));
        }

        void print() {
            System.out.println("{" + String.join(",", fields) + "}");
        }
    }
}
