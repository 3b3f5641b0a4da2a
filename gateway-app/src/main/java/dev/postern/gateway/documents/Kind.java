package dev.postern.gateway.documents;

/// The kinds of documents. The label stands in the database and in the audit trail.
public enum Kind {
    CERTIFICATE("certificate", "crt"),
    TRUST_BUNDLE("trustBundle", "tru"),
    UPSTREAM("upstream", "ups"),
    HOST("host", "hst"),
    ROUTE("route", "rte");

    private final String label;
    private final String idPrefix;

    Kind(String label, String idPrefix) {
        this.label = label;
        this.idPrefix = idPrefix;
    }

    public String label() {
        return label;
    }

    String idPrefix() {
        return idPrefix;
    }
}
