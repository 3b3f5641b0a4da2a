package dev.postern.interop.peer;

import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;
import org.bouncycastle.util.io.pem.PemWriter;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The file that `s_client -sess_out` writes: OpenSSL's own structure, whose optional fields have rising tags.
final class OpenSslSession {
    /// The field is missing where the ticket allows none.
    private static final int MAX_EARLY_DATA = 15;

    private OpenSslSession() {}

    /// Whoever reads it next sends early data, whatever the server said.
    static void allowEarlyData(String file, int bytes) {
        Path path = Path.of(file);
        try (PemReader reader = new PemReader(Files.newBufferedReader(path))) {
            PemObject session = reader.readPemObject();
            byte[] altered = withMaxEarlyData(ASN1Sequence.getInstance(session.getContent()), bytes).getEncoded();
            try (PemWriter writer = new PemWriter(Files.newBufferedWriter(path))) {
                writer.writeObject(new PemObject(session.getType(), altered));
            }
        } catch (IOException e) {
            throw new IllegalStateException(file + " could not be altered", e);
        }
    }

    private static DERSequence withMaxEarlyData(ASN1Sequence session, int bytes) {
        ASN1EncodableVector fields = new ASN1EncodableVector();
        ASN1Encodable ours = new DERTaggedObject(true, MAX_EARLY_DATA, new ASN1Integer(bytes));
        boolean added = false;
        for (ASN1Encodable field : session) {
            int tag = field instanceof ASN1TaggedObject tagged ? tagged.getTagNo() : -1;
            if (!added && tag >= MAX_EARLY_DATA) {
                fields.add(ours);
                added = true;
            }
            if (tag != MAX_EARLY_DATA) {
                fields.add(field);
            }
        }
        if (!added) {
            fields.add(ours);
        }
        return new DERSequence(fields);
    }
}
