package dev.postern.checks;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

/// What `scripts/rfc-coverage` runs, straight from the source and without anything from Maven.
final class WriteRfcCoverage {

    private WriteRfcCoverage() {}

    public static void main(String[] arguments) throws IOException {
        Sources sources = Sources.ofThisRepository();
        RfcCoverage coverage = RfcCoverage.of(sources);
        Files.writeString(sources.root().resolve("docs/rfc-coverage.md"), coverage.markdown());
        List<String> faults = coverage.faults();
        faults.forEach(System.out::println);
        if (!faults.isEmpty()) {
            System.exit(1);
        }
    }
}
