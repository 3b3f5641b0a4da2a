package dev.postern.tls.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// This handler may act on early data, which an attacker can replay: doing it twice does no harm, nor does anybody learn anything from it.
///
/// Reading a public page qualifies. A counter, a one-time link, a quota, a payment do not, even behind GET. On a functional route say
/// `.withAttribute(EarlyDataSafe.ATTRIBUTE, true)`; a function that several routes share needs it on each of them. On a nest it is said for all
/// routes inside; `false` on a route or a nest in there takes it back, for this one and for those that follow it in the same nest and do not say
/// it themselves. Without it, the request is held until the handshake is confirmed.
@Documented
@Target({ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
public @interface EarlyDataSafe {
    /// The route attribute for functional routes.
    String ATTRIBUTE = "dev.postern.tls.earlyDataSafe";
}
