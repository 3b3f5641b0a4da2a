package dev.postern.checks;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/// What `scripts/rfc-coverage` runs, straight from the source and without anything from Maven.
final class WriteRfcCoverage {

    private WriteRfcCoverage() {}

    public static void main(String[] arguments) throws IOException {
        Sources sources = Sources.ofThisRepository();
        RfcCoverage coverage = RfcCoverage.of(sources);
        Files.writeString(sources.root().resolve("docs/rfc-coverage.md"), coverage.markdown());
        List<String> faults = new ArrayList<>(coverage.faults());
        faults.addAll(ClauseList.of(sources).faults(Clause.readAll(sources.root().resolve("docs/rfc9846.tsv"))));
        faults.forEach(System.out::println);
        if (!faults.isEmpty()) {
            System.exit(1);
        }
    }
}
