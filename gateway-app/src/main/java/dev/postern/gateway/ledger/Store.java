package dev.postern.gateway.ledger;

import dev.postern.gateway.problem.Problem;
import dev.postern.gateway.problem.ProblemType;
import dev.postern.gateway.vault.UnusableEncryptionKey;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

import javax.sql.DataSource;

/// The database, which may be away: the gateway starts without it and serves what it served last, so opening is tried again until it
/// works.
@Component
public class Store {
    private static final Logger LOG = LoggerFactory.getLogger(Store.class);

    private final DataSource dataSource;
    private final KeyCheck keyCheck;
    private volatile boolean open;
    private String reported = "";

    Store(DataSource dataSource, KeyCheck keyCheck) {
        this.dataSource = dataSource;
        this.keyCheck = keyCheck;
    }

    /// Brings the schema up to date.
    ///
    /// @return whether the store can be used
    /// @throws UnusableEncryptionKey when it is sealed with another key, and then it never can
    public synchronized boolean open() {
        if (open) {
            return true;
        }
        try {
            Flyway.configure().dataSource(dataSource).locations("classpath:db/migration").load().migrate();
            keyCheck.run();
            open = true;
        } catch (FlywayException | DataAccessException | TransactionException e) {
            report(firstLine(e));
        } catch (UnusableEncryptionKey e) {
            report(firstLine(e));
            throw e;
        }
        return open;
    }

    /// Once for each reason, since opening is tried every few seconds.
    private void report(String reason) {
        if (!reason.equals(reported)) {
            LOG.error("The configuration store cannot be opened, and will be tried again: {}", reason);
            reported = reason;
        }
    }

    public boolean isOpen() {
        return open;
    }

    /// @throws Problem while the database is away
    public void requireOpen() {
        if (!open) {
            throw Problem.of(ProblemType.STORE_UNAVAILABLE,
                    "The database could not be opened. What was configured last is served; the log says why.");
        }
    }

    /// The innermost cause that says anything.
    private static String firstLine(Exception e) {
        String said = e.getClass().getSimpleName();
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            String message = cause.getMessage();
            said = message == null || message.isBlank() ? said : message;
        }
        return said.strip().lines().findFirst().orElse(said);
    }
}
