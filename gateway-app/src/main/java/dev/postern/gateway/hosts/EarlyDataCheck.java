package dev.postern.gateway.hosts;

import dev.postern.gateway.hosts.HostInput.EarlyDataInput;
import dev.postern.gateway.problem.Faults;
import dev.postern.gateway.routes.EarlyDataPreset;
import dev.postern.gateway.routes.EarlyDataSettings;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.time.Duration;
import java.util.Objects;

/// Reads a host's early-data policy, and says what is wrong with it. What was left out stays so in the store, or a later change of the
/// preset would meet its own old defaults.
final class EarlyDataCheck {
    static final EarlyDataInput NOTHING = new EarlyDataInput(null, null, null, null, null);
    private static final String FRESHNESS_WINDOW = "/earlyData/freshnessWindow";

    private EarlyDataCheck() {}

    /// The way back to the shadow is one word: the share of before goes with it, unless the patch names one itself.
    static JsonNode meaning(JsonNode patch) {
        JsonNode sent = patch.path("earlyData");
        if (!sent.path("accept").asString("").equals(AcceptEarlyData.SHADOW_WORD) || sent.has("acceptPercent")) {
            return patch;
        }
        ObjectNode meant = (ObjectNode) patch.deepCopy();
        ((ObjectNode) meant.get("earlyData")).putNull("acceptPercent");
        return meant;
    }

    /// @param stored   what a change replaces
    /// @param recorded how far the replay store remembers on either side
    static EarlyDataInput checked(EarlyDataInput given, @Nullable EarlyDataInput stored, Duration recorded,
            Faults faults) {
        Long issue = given.issueMaxBytes();
        if (issue != null && (issue < 0 || issue > EarlyDataSettings.MOST_BYTES)) {
            faults.add("/earlyData/issueMaxBytes", "outOfRange",
                    "issueMaxBytes is 0 to " + EarlyDataSettings.MOST_BYTES + ".");
        }
        Integer percent = given.acceptPercent();
        if (percent != null && (percent < 0 || percent > EarlyDataSettings.ALL)) {
            faults.add("/earlyData/acceptPercent", "outOfRange",
                    "acceptPercent is 0 to " + EarlyDataSettings.ALL + ".");
        }
        if (given.preset() == EarlyDataPreset.OFF) {
            contradictions(given, faults);
        }
        if (given.accept() == AcceptEarlyData.SHADOW && percent != null && percent != 0) {
            faults.add("/earlyData/acceptPercent", "contradictsAccept",
                    "The shadow lets nothing in: with accept 'shadow', acceptPercent is 0 or left out.");
        }
        Duration window = DurationText.read(given.freshnessWindow(), stored == null ? null : stored.freshnessWindow(),
                Duration.ofMillis(1), recorded, FRESHNESS_WINDOW,
                "how far the replay store remembers (postern.replay.window)", faults);
        boolean shadow = given.accept() == AcceptEarlyData.SHADOW;
        return new EarlyDataInput(given.preset(), issue, shadow ? AcceptEarlyData.YES : given.accept(),
                shadow ? Integer.valueOf(0) : percent,
                window == null ? null : window.toString());
    }

    /// Own fields override a preset, but nothing can be off and on.
    private static void contradictions(EarlyDataInput given, Faults faults) {
        if (accepts(given)) {
            faults.add("/earlyData/accept", "contradictsPreset",
                    "The preset off accepts no early data; choose strict or permissive, or leave the preset out.");
        }
        if (given.issueMaxBytes() != null && given.issueMaxBytes() > 0) {
            faults.add("/earlyData/issueMaxBytes", "contradictsPreset",
                    "The preset off issues no tickets for early data; choose strict or permissive, or leave the preset out.");
        }
    }

    private static boolean accepts(EarlyDataInput given) {
        return given.accept() != null && given.accept().accepts();
    }

    /// What was checked, with nothing left open.
    static EarlyDataSettings settings(@Nullable EarlyDataInput checked) {
        EarlyDataInput given = checked == null ? NOTHING : checked;
        EarlyDataPreset preset = given.preset();
        EarlyDataSettings defaults = preset == null ? EarlyDataSettings.OFF : preset.host();
        String window = given.freshnessWindow();
        return new EarlyDataSettings(Objects.requireNonNullElse(given.issueMaxBytes(), defaults.issueMaxBytes()),
                given.accept() == null ? defaults.accept() : given.accept().accepts(),
                Objects.requireNonNullElse(given.acceptPercent(), defaults.acceptPercent()),
                window == null ? null : Duration.parse(window));
    }
}
