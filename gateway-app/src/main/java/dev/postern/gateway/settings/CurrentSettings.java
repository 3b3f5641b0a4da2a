package dev.postern.gateway.settings;

/// The settings as they are now: a refresh of the environment replaces them whole, for a bound record never changes.
public final class CurrentSettings {
    private volatile PosternProperties current;

    public CurrentSettings(PosternProperties first) {
        this.current = first;
    }

    public PosternProperties get() {
        return current;
    }

    public void replace(PosternProperties next) {
        current = next;
    }
}
