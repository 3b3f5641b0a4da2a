package dev.postern.gateway.database;

import com.zaxxer.hikari.HikariDataSource;
import dev.postern.gateway.settings.PosternProperties;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.stereotype.Component;

import java.util.Map;
import java.util.Properties;

/// Before the first connection: judges the URL, and bounds how long a PostgreSQL may keep anybody waiting. Without these bounds a peer that
/// went without a word would hold a thread until the kernel gives up, which takes a quarter of an hour. The URL wins over them.
@Component
final class PoolPreparation implements BeanPostProcessor {
    private static final Map<String, String> BOUNDS = Map.of("connectTimeout", "5", "loginTimeout", "5",
            "socketTimeout", "10", "cancelSignalTimeout", "5", "tcpKeepAlive", "true", "ApplicationName", "postern");
    private final ObjectProvider<PosternProperties> settings;

    PoolPreparation(ObjectProvider<PosternProperties> settings) {
        this.settings = settings;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        if (bean instanceof HikariDataSource pool) {
            Properties given = pool.getDataSourceProperties();
            DatabaseUrl.check(pool.getJdbcUrl(), given, settings.getObject().database().allowPlain());
            if (DatabaseUrl.isPostgres(pool.getJdbcUrl())) {
                BOUNDS.forEach(given::putIfAbsent);
            }
        }
        return bean;
    }
}
