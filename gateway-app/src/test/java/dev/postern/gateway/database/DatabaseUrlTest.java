package dev.postern.gateway.database;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Properties;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DatabaseUrlTest {
    private static void check(String url, boolean allowPlain) {
        DatabaseUrl.check(url, new Properties(), allowPlain);
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdbc:h2:file:./data/postern", "jdbc:postgresql://127.0.0.1:5432/postern",
        "jdbc:postgresql://localhost/postern", "jdbc:postgresql://[::1]/postern", "jdbc:postgresql:postern",
        "jdbc:postgresql://db.example/postern?sslmode=verify-full",
        "jdbc:postgresql://db.example/postern?sslmode=verify-ca", "jdbc:postgresql://db.example/postern?ssl=true",
        "jdbc:postgresql://db1.example,db2.example:5433/postern?sslmode=verify-full&targetServerType=primary"})
    void takesThisMachineAndWhoeverIsVerified(String url) {
        assertThatCode(() -> check(url, false)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdbc:postgresql://db.example/postern",
        "jdbc:postgresql://db.example/postern?sslmode=prefer",
        "jdbc:postgresql://db.example/postern?sslmode=require", "jdbc:postgresql://localhost,db.example/postern",
        "jdbc:postgresql://db.example/postern?sslmode=disable"})
    void takesAnUnverifiedOneBeyondThisMachineOnlyByName(String url) {
        assertThatThrownBy(() -> check(url, false)).isInstanceOf(UnusableDatabase.class)
                .hasMessageContaining("db.example is beyond this machine")
                .extracting(refused -> ((UnusableDatabase) refused).action()).asString()
                .contains("sslmode=verify-full", "postern.database.allow-plain=true");
        assertThatCode(() -> check(url, true)).doesNotThrowAnyException();
    }

    @Test
    void readsTheDriversSettingsBesideTheUrl() {
        Properties given = new Properties();
        given.setProperty("sslmode", "verify-full");
        assertThatCode(() -> DatabaseUrl.check("jdbc:postgresql://db.example/postern", given, false))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> DatabaseUrl.check("jdbc:postgresql://db.example/postern?sslmode=require", given,
                false)).as("the URL wins").isInstanceOf(UnusableDatabase.class);
    }

    @ParameterizedTest
    @CsvSource({"jdbc:mysql://localhost/postern,names no database", "jdbc:postgresql://localhost:x/postern,is no URL",
        "jdbc:postgresql://db.example/postern?sslmode=strict,an sslmode that the driver does not know"})
    void saysWhatIsWrong(String url, String sentence) {
        assertThatThrownBy(() -> check(url, false)).isInstanceOf(UnusableDatabase.class).hasMessageContaining(sentence);
    }
}
