package dev.postern.tls.earlydata;

import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.alert.TlsAlert;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class EarlyDataBudgetTest {
    @Test
    void takesExactlyWhatTheTicketAllows() {
        EarlyDataBudget budget = new EarlyDataBudget(100);
        budget.take(60);
        assertThatCode(() -> budget.take(40)).doesNotThrowAnyException();
        assertThat(budget.receivedBytes()).isEqualTo(100);
    }

    @Test
    void endsTheConnectionOneByteLater() {
        EarlyDataBudget budget = new EarlyDataBudget(100);
        budget.take(100);
        assertThatThrownBy(() -> budget.take(1)).isInstanceOfSatisfying(TlsAlert.class,
                alert -> assertThat(alert.description()).isEqualTo(AlertDescription.UNEXPECTED_MESSAGE));
        assertThat(budget.receivedBytes()).isEqualTo(100);
    }

    @Test
    void capsRefusedEarlyDataInCiphertext() {
        SkippedEarlyData skipped = new SkippedEarlyData(50);
        skipped.skip(50);
        assertThatThrownBy(() -> skipped.skip(1)).isInstanceOfSatisfying(TlsAlert.class,
                alert -> assertThat(alert.description()).isEqualTo(AlertDescription.UNEXPECTED_MESSAGE));
    }
}
