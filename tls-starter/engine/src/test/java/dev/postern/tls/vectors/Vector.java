package dev.postern.tls.vectors;

/// One case with the group that it stands in.
record Vector(String file, Fields group, Fields test) {
    boolean isValid() {
        return test.text("result").equals("valid");
    }

    boolean isInvalid() {
        return test.text("result").equals("invalid");
    }

    byte[] bytes(String name) {
        return test.bytes(name);
    }

    /// Where a failure points.
    @Override
    public String toString() {
        return file + " " + test.number("tcId") + " (" + test.content().get("comment") + ", "
                + test.content().get("flags")
                + ", " + test.text("result") + ")";
    }
}
