package dev.postern.gateway.database;

import com.zaxxer.hikari.HikariDataSource;
import dev.postern.gateway.settings.PosternProperties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import java.util.Map;
import java.util.concurrent.CountDownLatch;

/// Who follows what other replicas change.
class ChangeListenerTest {
    private static final int ROUNDS = 3;

    @Test
    @Timeout(60)
    void aFollowerThatFailsKeepsNoOtherFromFollowing() throws Exception {
        CountDownLatch failed = new CountDownLatch(ROUNDS);
        CountDownLatch followed = new CountDownLatch(ROUNDS);
        StaticListableBeanFactory followers = new StaticListableBeanFactory();
        followers.addBean("a", (ChangeFollower) () -> {
            failed.countDown();
            throw new IllegalStateException("as a configuration that cannot be compiled");
        });
        followers.addBean("b", (ChangeFollower) followed::countDown);
        PosternProperties settings = new Binder(
                new MapConfigurationPropertySource(Map.of("postern.database.poll", "100ms")))
                .bindOrCreate("postern", PosternProperties.class);
        try (HikariDataSource unused = new HikariDataSource()) {
            ChangeListener listener = new ChangeListener(new Database("jdbc:h2:mem:nothing"), unused,
                    followers.getBeanProvider(ChangeFollower.class), settings);
            listener.start();
            failed.await();
            followed.await();
            listener.stop();
        }
    }
}
