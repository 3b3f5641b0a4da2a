package dev.postern.interop.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Firefox without a window, with a new profile that trusts one root. It takes a picture of the page and ends; what it did there is known
/// from what the page made it send.
public final class Firefox {
    /// Nothing but the page that it is sent to.
    private static final List<String> PREFERENCES = List.of("app.normandy.enabled=false", "app.update.auto=false",
            "browser.safebrowsing.malware.enabled=false", "browser.safebrowsing.phishing.enabled=false",
            "browser.shell.checkDefaultBrowser=false", "datareporting.policy.dataSubmissionEnabled=false",
            "extensions.getAddons.cache.enabled=false", "extensions.update.enabled=false",
            "network.captive-portal-service.enabled=false", "network.connectivity-service.enabled=false",
            "network.dns.disablePrefetch=true", "toolkit.telemetry.enabled=false");

    private static final Duration LONG = Duration.ofMinutes(3);

    private Firefox() {}

    /// Loads a page and what it refers to.
    ///
    /// @param root        PEM file with whom to trust
    /// @param preferences `name=value`, on top of those that keep it quiet
    /// @throws AssertionError when it took no picture, as it does when it can load the page
    public static void visit(String url, Path root, String... preferences) {
        try {
            Path picture = Files.createTempDirectory("postern-firefox").resolve("page.png");
            try (PeerProcess process = open(url, root, picture, preferences)) {
                String output = process.awaitExit(LONG);
                if (!Files.exists(picture)) {
                    throw new AssertionError("Firefox took no picture of " + url + ". It printed: " + output);
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("no temporary folder", e);
        }
    }

    /// Begins to load a page. It ends when somebody closes it.
    public static PeerProcess open(String url, Path root, String... preferences) {
        try {
            return open(url, root, Files.createTempDirectory("postern-firefox").resolve("page.png"), preferences);
        } catch (IOException e) {
            throw new IllegalStateException("no temporary folder", e);
        }
    }

    private static PeerProcess open(String url, Path root, Path picture, String... preferences) throws IOException {
        return new PeerProcess(List.of(PeerExecutable.FIREFOX.path().toString(), "--headless", "--no-remote",
                "--profile", profile(root, preferences).toString(), "--screenshot", picture.toString(), url));
    }

    private static Path profile(Path root, String... preferences) throws IOException {
        Path profile = Files.createTempDirectory("postern-firefox");
        List<String> all = new ArrayList<>(PREFERENCES);
        all.addAll(List.of(preferences));
        Files.write(profile.resolve("user.js"), all.stream().map(Firefox::line).toList());
        certutil("-N", "--empty-password", "-d", "sql:" + profile);
        certutil("-A", "-n", "root", "-t", "C,,", "-i", root.toString(), "-d", "sql:" + profile);
        return profile;
    }

    private static String line(String preference) {
        int sign = preference.indexOf('=');
        return "user_pref(\"%s\", %s);".formatted(preference.substring(0, sign), preference.substring(sign + 1));
    }

    private static void certutil(String... arguments) {
        List<String> command = new ArrayList<>(List.of("certutil"));
        command.addAll(List.of(arguments));
        try (PeerProcess process = new PeerProcess(command)) {
            process.awaitExit();
        }
    }
}
