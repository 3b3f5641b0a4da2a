package dev.postern.tls.ech;

import java.util.List;
import java.util.regex.Pattern;

/// The public_name of an ECHConfig (RFC 9849 6.1.7): whoever proves this name may replace the configuration, so nothing that some other
/// reader could take for an address is one.
final class PublicName {
    private static final int LONGEST_LABEL = 63;
    private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?");
    private static final Pattern NUMBER = Pattern.compile("[0-9]+|0[xX][0-9a-fA-F]*");

    private PublicName() {}

    static boolean isValid(String name) {
        List<String> labels = List.of(name.split("\\.", -1));
        // RFC 9849 6.1.7: a dot-separated sequence of LDH labels, at most 63 octets each, without a dot at either end
        return labels.stream().allMatch(label -> label.length() <= LONGEST_LABEL && LABEL.matcher(label).matches())
                // RFC 9849 6.1.7: ignore the structure if the final label could belong to an IPv4 literal
                && !NUMBER.matcher(labels.getLast()).matches();
    }
}
