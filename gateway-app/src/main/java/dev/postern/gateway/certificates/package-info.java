/// Certificates: taken in whatever form people have them, checked, versioned, their keys sealed and never shown.
///
/// The compiler enters through [CertificateCatalogue]. Start at [CertificateInput], then `CertificateChecks`.
@NullMarked
package dev.postern.gateway.certificates;

import org.jspecify.annotations.NullMarked;
