/// The shim between BoringSSL's test runner and our engine. A module of its own, so that the compiler proves that it uses nothing of the
/// engine but what every user can.
module dev.postern.interop.bogo {
    requires dev.postern.tls;
    requires static org.jspecify;
}
