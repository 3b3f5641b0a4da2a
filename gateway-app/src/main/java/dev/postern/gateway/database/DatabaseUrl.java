package dev.postern.gateway.database;

import org.postgresql.Driver;
import org.postgresql.PGProperty;
import org.postgresql.jdbc.SslMode;
import org.postgresql.util.PSQLException;

import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.Set;

/// Judges the URL of the database before anybody connects.
///
/// Whoever sits on the way to a database reads its password and could give us hosts and routes of his own: beyond this machine it is TLS
/// with the server's certificate verified, unless the operator says otherwise by name.
final class DatabaseUrl {
    private static final String POSTGRES = "jdbc:postgresql:";
    private static final String H2 = "jdbc:h2:";
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "::1", "[::1]");
    private static final Set<SslMode> VERIFIED = Set.of(SslMode.VERIFY_CA, SslMode.VERIFY_FULL);

    private DatabaseUrl() {}

    static boolean isPostgres(String url) {
        return url.startsWith(POSTGRES);
    }

    /// @param given the driver's settings beside the URL, which wins over them
    /// @throws UnusableDatabase with what to change
    static void check(String url, Properties given, boolean allowPlain) {
        if (!isPostgres(url)) {
            if (!url.startsWith(H2)) {
                throw new UnusableDatabase("spring.datasource.url names no database that the gateway can use.",
                        "Write jdbc:postgresql://host:5432/postern?sslmode=verify-full, or leave it out for a file in the"
                                + " data directory.");
            }
            return;
        }
        Properties parsed = Driver.parseURL(url, given);
        if (parsed == null) {
            throw new UnusableDatabase("spring.datasource.url is no URL of a PostgreSQL.",
                    "Write jdbc:postgresql://host:5432/postern?sslmode=verify-full.");
        }
        List<String> foreign = Arrays.stream(String.valueOf(PGProperty.PG_HOST.getOrDefault(parsed)).split(","))
                .filter(host -> !LOOPBACK.contains(host)).toList();
        if (!foreign.isEmpty() && !isVerified(parsed) && !allowPlain) {
            throw new UnusableDatabase("The database on " + String.join(" and ", foreign)
                    + " is beyond this machine, and its certificate is not verified: whoever sits on the way could"
                    + " configure the gateway.",
                    "Add sslmode=verify-full to spring.datasource.url (and sslrootcert=, if its authority is your own),"
                            + " or set postern.database.allow-plain=true if the network between is yours alone.");
        }
    }

    private static boolean isVerified(Properties parsed) {
        try {
            return VERIFIED.contains(SslMode.of(parsed));
        } catch (PSQLException unknownMode) {
            throw new UnusableDatabase("spring.datasource.url has an sslmode that the driver does not know.",
                    "Write sslmode=verify-full.");
        }
    }
}
