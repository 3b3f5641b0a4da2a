package dev.postern.tls.rfc8448;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/// One handshake of RFC 8448: the private keys, and every record in its order.
public record Rfc8448Trace(List<PrivateKey> privateKeys, List<TraceRecord> records) {

    /// An ephemeral private key; the key is its big-endian or little-endian scalar as the RFC prints it.
    public record PrivateKey(String owner, String group, byte[] scalar) {}

    /// One record, header included.
    public record TraceRecord(String sender, byte[] bytes) {}

    public static Rfc8448Trace load(String name) {
        List<PrivateKey> keys = new ArrayList<>();
        List<TraceRecord> records = new ArrayList<>();
        for (String entry : text(name).split("\n(?! )")) {
            String[] lines = entry.split("\n", 2);
            String[] head = lines[0].split(" ");
            if (!head[0].equals("#")) {
                byte[] bytes = HexFormat.of().parseHex(lines[1].replaceAll("\\s", ""));
                if (head[1].equals("private")) {
                    keys.add(new PrivateKey(head[0], head[2], bytes));
                } else {
                    records.add(new TraceRecord(head[0], bytes));
                }
            }
        }
        return new Rfc8448Trace(List.copyOf(keys), List.copyOf(records));
    }

    /// The records of one side, in order.
    public List<byte[]> sentBy(String sender) {
        return records.stream().filter(record -> record.sender().equals(sender)).map(TraceRecord::bytes).toList();
    }

    /// The ephemeral private key of a side in a group.
    public byte[] privateKey(String owner, String group) {
        return privateKeys.stream().filter(key -> key.owner().equals(owner) && key.group().equals(group)).findFirst()
                .orElseThrow().scalar();
    }

    private static String text(String name) {
        String path = "/dev/postern/tls/rfc8448/" + name + ".txt";
        try (InputStream in = Objects.requireNonNull(Rfc8448Trace.class.getResourceAsStream(path), path)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
