package dev.postern.tls.vectors;

import dev.postern.tls.codepoint.NamedGroup;
import dev.postern.tls.crypto.spi.CryptoProvider;
import dev.postern.tls.crypto.spi.KeyExchange;
import dev.postern.tls.crypto.spi.RandomSource;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.crypto.kems.MLKEMExtractor;
import org.bouncycastle.crypto.params.MLKEMParameters;
import org.bouncycastle.crypto.params.MLKEMPrivateKeyParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import javax.crypto.KEM;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/// ML-KEM as NIST validates it (FIPS 203), with the two parameter sets that TLS has groups for.
class AcvpMlKemTest {
    private static final Map<String, NamedGroup> GROUPS = Map.of("ML-KEM-768", NamedGroup.MLKEM768, "ML-KEM-1024",
            NamedGroup.MLKEM1024);

    static Stream<CryptoProvider> providers() {
        return Providers.all();
    }

    private static Predicate<Fields> ofOurs(String function) {
        return group -> GROUPS.containsKey(group.text("parameterSet")) && group.text("function").equals(function);
    }

    private static NamedGroup group(Acvp.Case vector) {
        return GROUPS.get(vector.group().text("parameterSet"));
    }

    @ParameterizedTest
    @MethodSource("providers")
    void keyGeneration(CryptoProvider crypto) {
        int run = Acvp.mode("ML-KEM-keyGen-FIPS203").run(group -> GROUPS.containsKey(group.text("parameterSet")),
                vector -> assertThat(crypto.keyExchange(group(vector),
                        inTurn(vector.prompt().bytes("d"), vector.prompt().bytes("z"))).generate().share())
                        .as(vector.toString()).isEqualTo(vector.expected().bytes("ek")));
        assertThat(run).isEqualTo(50);
    }

    @ParameterizedTest
    @MethodSource("providers")
    void encapsulation(CryptoProvider crypto) {
        int run = Acvp.mode("ML-KEM-encapDecap-FIPS203").run(ofOurs("encapsulation"), vector -> {
            KeyExchange.Encapsulated result = crypto.keyExchange(group(vector), inTurn(vector.prompt().bytes("m")))
                    .encapsulate(vector.prompt().bytes("ek"));
            assertThat(result.share()).as(vector.toString()).isEqualTo(vector.expected().bytes("c"));
            assertThat(result.secret().expose()).as(vector.toString()).isEqualTo(vector.expected().bytes("k"));
        });
        assertThat(run).isEqualTo(50);
    }

    /// Of ciphertexts that are right and of some that are not, which must lead to another secret and no error. NIST gives the keys expanded,
    /// and a provider of ours makes its own from a seed: so it is what lies beneath the providers that is asked.
    @Test
    void decapsulation() {
        int run = Acvp.mode("ML-KEM-encapDecap-FIPS203").run(ofOurs("decapsulation"), vector -> {
            byte[] key = vector.group().bytes("dk");
            byte[] ciphertext = vector.prompt().bytes("c");
            boolean small = group(vector).equals(NamedGroup.MLKEM768);
            assertThat(new MLKEMExtractor(new MLKEMPrivateKeyParameters(
                    small ? MLKEMParameters.ml_kem_768 : MLKEMParameters.ml_kem_1024, key)).extractSecret(ciphertext))
                    .as("Bouncy Castle: %s", vector).isEqualTo(vector.expected().bytes("k"));
            assertThat(jdk(small ? NISTObjectIdentifiers.id_alg_ml_kem_768 : NISTObjectIdentifiers.id_alg_ml_kem_1024,
                    key, ciphertext)).as("JDK: %s", vector).isEqualTo(vector.expected().bytes("k"));
        });
        assertThat(run).isEqualTo(20);
    }

    private static byte[] jdk(ASN1ObjectIdentifier parameters, byte[] key, byte[] ciphertext) {
        try {
            byte[] encoded = new PrivateKeyInfo(new AlgorithmIdentifier(parameters), new DEROctetString(key))
                    .getEncoded();
            return KEM.getInstance("ML-KEM")
                    .newDecapsulator(KeyFactory.getInstance("ML-KEM").generatePrivate(new PKCS8EncodedKeySpec(encoded)))
                    .decapsulate(ciphertext).getEncoded();
        } catch (GeneralSecurityException | IOException broken) {
            throw new AssertionError(broken);
        }
    }

    /// One piece after another, in whatever portions they are drawn.
    private static RandomSource inTurn(byte[]... pieces) {
        int length = Stream.of(pieces).mapToInt(piece -> piece.length).sum();
        byte[] all = new byte[length];
        int end = 0;
        for (byte[] piece : pieces) {
            System.arraycopy(piece, 0, all, end, piece.length);
            end += piece.length;
        }
        int[] at = {0};
        return bytes -> {
            System.arraycopy(all, at[0], bytes, 0, bytes.length);
            at[0] += bytes.length;
        };
    }
}
