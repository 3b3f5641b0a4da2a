package dev.postern.gateway.documents;

import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;

import java.net.URI;

/// A resource and its version, from one read.
public record Tagged<V>(V value, String etag, String id) {

    public ResponseEntity<V> ok() {
        return ResponseEntity.ok().header(HttpHeaders.ETAG, etag).body(value);
    }

    /// 201 with its address; a dry run made nothing, so it is 200.
    public ResponseEntity<V> created(String collection, boolean dryRun) {
        return dryRun ? ResponseEntity.ok(value)
                : ResponseEntity.created(URI.create(collection + "/" + id)).header(HttpHeaders.ETAG, etag).body(value);
    }
}
