package dev.postern.gateway.ledger;

import dev.postern.gateway.database.ChangeSignal;
import dev.postern.gateway.database.WritersTurn;
import dev.postern.gateway.ledger.History.Head;
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
    private final History history;
    private final Publication publication;
    private final ChangeSignal signal;
    private final Clock clock;
    private final Semaphore here = new Semaphore(1, true);

    Ledger(Store store, JdbcClient database, TransactionTemplate transactions, WritersTurn turn,
            History history, Publication publication, ChangeSignal signal, Clock clock) {
        this.store = store;
        this.database = database;
        this.transactions = transactions;
        this.turn = turn;
        this.history = history;
        this.publication = publication;
        this.signal = signal;
        this.clock = clock;
    }

    /// @param checked null when all was undone
    private record Outcome<T>(T result, Head head, Publication.@Nullable Checked checked) {}

    /// Does the work in one transaction, checks that everything still compiles if it touched what is compiled, and publishes it after the
    /// commit.
    ///
    /// @param dryRun do and check everything, then undo it
    /// @throws Problem when the work or the check refuses; nothing has changed then
    public <T> T write(String actor, boolean dryRun, Function<Change, T> work) {
        store.requireOpen();
        Outcome<T> outcome = oneAtATime(() -> committed(actor, dryRun, work));
        if (outcome.checked() != null) {
            history.saw(outcome.head());
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
            Head next = last().next();
            Change change = new Change(next.revision(), clock.instant().truncatedTo(ChronoUnit.MICROS));
            T result = work.apply(change);
            Publication.Checked checked = change.touchesConfiguration()
                    ? publication.check(next)
                    : publication.unchanged(next);
            if (dryRun) {
                status.setRollbackOnly();
                return new Outcome<T>(result, next, null);
            }
            keep(actor, change);
            history.append(next);
            signal.raise();
            return new Outcome<T>(result, next, checked);
        }));
    }

    private Head last() {
        turn.take();
        try {
            return history.follow();
        } catch (OtherHistory e) {
            throw Problem.of(ProblemType.OTHER_HISTORY, e.getMessage() + " Until then nothing is written from here.");
        }
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
    }
}
