package dev.postern.gateway.ledger;

import dev.postern.gateway.database.ChangeSignal;
import dev.postern.gateway.database.WritersTurn;
import dev.postern.gateway.problem.Problem;
import dev.postern.gateway.problem.ProblemType;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/// Makes writes. One at a time, across replicas too: the head row is locked for the length of the transaction, so that a precondition
/// that was checked inside still holds at the commit.
///
/// Those of one process wait for each other here and not in the database, where each would have one of its few connections while it waits:
/// many writers must not keep the looks after the kill switch from theirs.
@Component
public class Ledger {
    /// As long as the database lets a writer wait.
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(8);

    private final Store store;
    private final JdbcClient database;
    private final TransactionTemplate transactions;
    private final WritersTurn turn;
    private final Publication publication;
    private final ChangeSignal signal;
    private final Clock clock;
    private final Semaphore here = new Semaphore(1, true);

    Ledger(Store store, JdbcClient database, TransactionTemplate transactions, WritersTurn turn,
            Publication publication, ChangeSignal signal, Clock clock) {
        this.store = store;
        this.database = database;
        this.transactions = transactions;
        this.turn = turn;
        this.publication = publication;
        this.signal = signal;
        this.clock = clock;
    }

    private record Outcome<T>(T result, Publication.@Nullable Checked checked) {}

    /// Does the work in one transaction, checks that everything still compiles, and publishes it after the commit.
    ///
    /// @param dryRun do and check everything, then undo it
    /// @throws Problem when the work or the check refuses; nothing has changed then
    public <T> T write(String actor, boolean dryRun, Function<Change, T> work) {
        store.requireOpen();
        Outcome<T> outcome = oneAtATime(() -> committed(actor, dryRun, work));
        if (outcome.checked() != null) {
            outcome.checked().publish();
        }
        return outcome.result();
    }

    private <T> T oneAtATime(Supplier<T> work) {
        try {
            if (!here.tryAcquire(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
                throw busy();
            }
        } catch (InterruptedException leaving) {
            Thread.currentThread().interrupt();
            throw busy();
        }
        try {
            return work.get();
        } finally {
            here.release();
        }
    }

    private static Problem busy() {
        return Problem.of(ProblemType.STORE_UNAVAILABLE,
                "Another write has not come to its end. What is configured is served on; try again later.");
    }

    private <T> Outcome<T> committed(String actor, boolean dryRun, Function<Change, T> work) {
        return Objects.requireNonNull(transactions.execute(status -> {
            Change change = new Change(turn.take() + 1, clock.instant().truncatedTo(ChronoUnit.MICROS));
            T result = work.apply(change);
            Publication.Checked checked = publication.check(change.revision());
            if (dryRun) {
                status.setRollbackOnly();
                return new Outcome<T>(result, null);
            }
            keep(actor, change);
            return new Outcome<T>(result, checked);
        }));
    }

    private void keep(String actor, Change change) {
        OffsetDateTime at = change.at().atOffset(ZoneOffset.UTC);
        int position = 0;
        for (Change.Line line : change.lines()) {
            database.sql("""
                    insert into audit (revision, position, at, actor, action, kind, resource_id, resource_name,
                                       before_state, after_state)
                    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                    .params(change.revision(), position++, at, actor, line.action(), line.kind(), line.id(),
                            line.name())
                    .param(line.before()).param(line.after()).update();
        }
        database.sql("update ledger_head set revision = ? where id = 1").param(change.revision()).update();
        signal.raise();
    }
}
