package dev.postern.gateway.settings;

import java.util.List;

/// The settings as they are now. A refresh of the environment replaces those that can change in a running process; the rest is what the
/// process was started with, and what it does.
public final class CurrentSettings {
    private static final List<String> REFRESHED = List.of("postern.leave.", "postern.admin.allowed-origins",
            "postern.admin.allowedOrigins", "postern.early-data.enabled", "postern.earlyData.enabled");
    private volatile PosternProperties current;

    public CurrentSettings(PosternProperties first) {
        this.current = first;
    }

    public PosternProperties get() {
        return current;
    }

    /// @param key of the environment
    public static boolean canRefresh(String key) {
        return REFRESHED.stream().anyMatch(key::startsWith);
    }

    public void refresh(PosternProperties next) {
        PosternProperties now = current;
        current = new PosternProperties(now.dataDir(), now.listeners(), now.keys(), now.tickets(), now.replay(),
                next.leave(), new PosternProperties.Admin(now.admin().sessionLifetime(), next.admin().allowedOrigins(),
                        now.admin().tokenFile()),
                now.demo(), now.config(), now.limits(), now.database(), refreshed(now.earlyData(), next.earlyData()));
    }

    private static PosternProperties.EarlyData refreshed(PosternProperties.EarlyData now,
            PosternProperties.EarlyData next) {
        return new PosternProperties.EarlyData(next.enabled(), now.lease(), now.maxUnconfirmed(), now.maxQuestions());
    }
}
