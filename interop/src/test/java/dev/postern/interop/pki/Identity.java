package dev.postern.interop.pki;

import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;

/// A certificate with its key, as objects for our engine and as PEM files for peers.
///
/// @param certificateFile the certificate alone: its issuer is the root that everybody trusts or does not
public record Identity(String name, X509Certificate certificate, PrivateKey key, Path certificateFile, Path keyFile) {}
