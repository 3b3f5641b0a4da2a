package dev.postern.tls.certificate;

import dev.postern.tls.certificate.CertificateShape.Holder;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Enumerated;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.ocsp.BasicOCSPResponse;
import org.bouncycastle.asn1.ocsp.CertID;
import org.bouncycastle.asn1.ocsp.CertStatus;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.ocsp.OCSPResponse;
import org.bouncycastle.asn1.ocsp.OCSPResponseStatus;
import org.bouncycastle.asn1.ocsp.ResponderID;
import org.bouncycastle.asn1.ocsp.ResponseBytes;
import org.bouncycastle.asn1.ocsp.ResponseData;
import org.bouncycastle.asn1.ocsp.RevokedInfo;
import org.bouncycastle.asn1.ocsp.SingleResponse;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;

/// What an authority says about a certificate, as an OCSP response (RFC 6960).
///
/// @param about   the certificate
/// @param issuer  whose certificate it is, and who signs unless [#signer] is another
/// @param signer  signs the response
/// @param revoked what the response says
/// @param from    its thisUpdate; it lasts a week
record OcspResponseShape(X509Certificate about, Holder issuer, Holder signer, boolean revoked, Instant from) {
    static OcspResponseShape good(X509Certificate about, Holder issuer) {
        return new OcspResponseShape(about, issuer, issuer, false, Instant.now().minus(1, ChronoUnit.DAYS));
    }

    static OcspResponseShape revoked(X509Certificate about, Holder issuer) {
        return new OcspResponseShape(about, issuer, issuer, true, Instant.now().minus(1, ChronoUnit.DAYS));
    }

    OcspResponseShape signedBy(Holder other) {
        return new OcspResponseShape(about, issuer, other, revoked, from);
    }

    OcspResponseShape from(Instant other) {
        return new OcspResponseShape(about, issuer, signer, revoked, other);
    }

    Staples staples() {
        return Staples.ocsp(encoded());
    }

    byte[] encoded() {
        try {
            AlgorithmIdentifier algorithm = new AlgorithmIdentifier(new ASN1ObjectIdentifier("1.2.840.10045.4.3.2"));
            ResponseData data = new ResponseData(new ResponderID(subject(signer)), time(from),
                    new DERSequence(single()), (Extensions) null);
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(signer.keys().getPrivate());
            signature.update(data.getEncoded("DER"));
            BasicOCSPResponse basic = new BasicOCSPResponse(data, algorithm, new DERBitString(signature.sign()), null);
            return new OCSPResponse(new OCSPResponseStatus(OCSPResponseStatus.SUCCESSFUL),
                    new ResponseBytes(OCSPObjectIdentifiers.id_pkix_ocsp_basic,
                            new DEROctetString(basic.getEncoded("DER"))))
                    .getEncoded("DER");
        } catch (IOException | GeneralSecurityException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /// "Try later", which is signed by nobody.
    static Staples tryLater() {
        ASN1EncodableVector response = new ASN1EncodableVector();
        response.add(new ASN1Enumerated(OCSPResponseStatus.TRY_LATER));
        try {
            return Staples.ocsp(new DERSequence(response).getEncoded());
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private SingleResponse single() throws GeneralSecurityException {
        SubjectPublicKeyInfo key = SubjectPublicKeyInfo.getInstance(issuer.certificate().getPublicKey().getEncoded());
        CertID id = new CertID(
                new AlgorithmIdentifier(new ASN1ObjectIdentifier("1.3.14.3.2.26"), DERNull.INSTANCE),
                new DEROctetString(sha1(issuer.certificate().getSubjectX500Principal().getEncoded())),
                new DEROctetString(sha1(key.getPublicKeyData().getBytes())), new ASN1Integer(about.getSerialNumber()));
        CertStatus status = revoked ? new CertStatus(new RevokedInfo(time(from), null)) : new CertStatus();
        return new SingleResponse(id, status, time(from), time(from.plus(7, ChronoUnit.DAYS)),
                (Extensions) null);
    }

    private static byte[] sha1(byte[] input) throws GeneralSecurityException {
        return MessageDigest.getInstance("SHA-1").digest(input);
    }

    private static X500Name subject(Holder holder) {
        return X500Name.getInstance(holder.certificate().getSubjectX500Principal().getEncoded());
    }

    private static ASN1GeneralizedTime time(Instant at) {
        return new ASN1GeneralizedTime(Date.from(at));
    }
}
