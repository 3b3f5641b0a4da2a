package dev.postern.gateway.database;

import com.zaxxer.hikari.HikariDataSource;
import dev.postern.gateway.lifecycle.Rounds;
import dev.postern.gateway.settings.PosternProperties;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;

/// Hears of changes that other replicas make: one connection with LISTEN, beside the pool's, in a thread of its own, and every second, or as often as `postern.database.poll` says, a
/// look without being told, for the words that were said while nobody listened and for poolers between that carry none.
@Component
final class ChangeListener implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(ChangeListener.class);
    private static final String APPLICATION = "postern changes";
    private static final Duration QUIET = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Database kind;
    private final HikariDataSource pool;
    private final ObjectProvider<ChangeFollower> followers;
    private final Rounds looks;
    private volatile boolean running;
    private volatile @Nullable Connection listening;
    private boolean reported;

    ChangeListener(Database kind, HikariDataSource pool, ObjectProvider<ChangeFollower> followers,
            PosternProperties settings) {
        this.kind = kind;
        this.pool = pool;
        this.followers = followers;
        this.looks = new Rounds("look for changes", settings.database().poll(), this::lookWithoutBeingTold);
    }

    @Override
    public void start() {
        running = true;
        looks.start();
        if (kind.isShared()) {
            Thread.ofVirtual().name("database changes").start(this::listen);
        }
    }

    private void listen() {
        while (running) {
            try (Connection connection = connect()) {
                listening = connection;
                listen(connection);
            } catch (SQLException | RuntimeException e) {
                if (running && !reported) {
                    LOG.warn(
                            "The database brings no word of changes ({}); they are looked for until it does",
                            String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
                    reported = true;
                }
                pause();
            }
        }
    }

    private Connection connect() throws SQLException {
        Properties properties = new Properties();
        properties.putAll(pool.getDataSourceProperties());
        // So that an administrator finds it in pg_stat_activity.
        properties.setProperty("ApplicationName", APPLICATION);
        // The pool has null for what is empty.
        Optional.ofNullable(pool.getUsername()).ifPresent(user -> properties.setProperty("user", user));
        Optional.ofNullable(pool.getPassword()).ifPresent(password -> properties.setProperty("password", password));
        return Objects.requireNonNull(new Driver().connect(pool.getJdbcUrl(), properties), "the URL is PostgreSQL's");
    }

    private void listen(Connection connection) throws SQLException {
        PGConnection words = connection.unwrap(PGConnection.class);
        try (Statement statement = connection.createStatement()) {
            statement.execute("listen " + ChangeSignal.CHANNEL);
        }
        if (reported) {
            LOG.info("The database brings word of changes again");
            reported = false;
        }
        // What was said before this connection listened is lost.
        catchUp();
        while (running) {
            if (words.getNotifications((int) QUIET.toMillis()).length > 0) {
                catchUp();
            } else if (running && !connection.isValid((int) QUIET.toSeconds())) {
                throw new SQLException("the connection is gone");
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException leaving) {
            Thread.currentThread().interrupt();
        }
    }

    private void lookWithoutBeingTold() {
        if (running) {
            catchUp();
        }
    }

    private synchronized void catchUp() {
        followers.orderedStream().forEach(ChangeListener::catchUp);
    }

    /// What one of them cannot do must not keep the next from it: a configuration that fails has nothing to do with ticket keys that are due.
    private static void catchUp(ChangeFollower follower) {
        try {
            follower.catchUp();
        } catch (RuntimeException e) {
            LOG.error("{} could not follow a change, and will try again", follower.getClass().getSimpleName(), e);
        }
    }

    @Override
    public void stop() {
        running = false;
        Connection open = listening;
        if (open != null) {
            try {
                // It waits in there; to close it would wait for it.
                open.abort(Runnable::run);
            } catch (SQLException e) {
                LOG.debug("The connection is gone already", e);
            }
        }
        looks.stop();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /// After whoever follows has read the store for the first time.
    @Override
    public int getPhase() {
        return 2;
    }
}
