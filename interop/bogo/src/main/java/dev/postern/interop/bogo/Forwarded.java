package dev.postern.interop.bogo;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// What goes between us and the forwarder, each text with its length in four bytes before it. Arguments hold raw bytes (ALPN in its wire
/// form), so each char is a byte.
///
/// ```
/// forwarder: how many arguments, each of them
/// we:        exit status (1 byte), standard output, standard error
/// ```
final class Forwarded {

    private static final int MOST_ARGUMENTS = 10_000;
    private static final int LONGEST_ARGUMENT_BYTES = 1 << 24;

    private Forwarded() {}

    static List<String> readArguments(InputStream stream) throws IOException {
        DataInputStream in = new DataInputStream(stream);
        int count = within(in.readInt(), MOST_ARGUMENTS);
        List<String> arguments = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            byte[] argument = in.readNBytes(within(in.readInt(), LONGEST_ARGUMENT_BYTES));
            arguments.add(new String(argument, StandardCharsets.ISO_8859_1));
        }
        return arguments;
    }

    static void write(Outcome outcome, OutputStream stream) throws IOException {
        DataOutputStream out = new DataOutputStream(stream);
        out.writeByte(outcome.exitStatus());
        writeText(outcome.standardOutput(), out);
        writeText(outcome.standardError(), out);
        out.flush();
    }

    private static void writeText(String text, DataOutputStream out) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static int within(int value, int most) throws IOException {
        if (value < 0 || value > most) {
            throw new IOException("the forwarder announces " + value + " where at most " + most + " make sense");
        }
        return value;
    }
}
