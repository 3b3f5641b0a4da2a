package dev.postern.gateway.replay;

import org.springframework.core.io.ClassPathResource;
import org.springframework.data.redis.connection.ReactiveScriptingCommands;
import org.springframework.data.redis.connection.ReturnType;
import org.springframework.data.redis.core.script.DigestUtils;
import reactor.core.publisher.Mono;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

/// A script that Redis runs as one command.
final class Script<T> {
    private final String text;
    private final String digest;
    private final ReturnType answer;

    /// @param name of a file in `replay/`
    Script(String name, ReturnType answer) {
        try {
            this.text = new ClassPathResource("replay/" + name).getContentAsString(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.digest = DigestUtils.sha1DigestAsHex(text);
        this.answer = answer;
    }

    Mono<T> run(ReactiveScriptingCommands redis, ByteBuffer[] keys, ByteBuffer... arguments) {
        ByteBuffer[] all = Stream.concat(Stream.of(keys), Stream.of(arguments))
                .toArray(ByteBuffer[]::new);
        return redis.<T>evalSha(digest, answer, keys.length, copies(all))
                .onErrorResume(Script::isUnknown, unknown -> redis.eval(Slots.text(text), answer, keys.length, all))
                .next();
    }

    /// The driver reads buffers empty, and a second try needs them full.
    private static ByteBuffer[] copies(ByteBuffer[] buffers) {
        return Stream.of(buffers).map(ByteBuffer::duplicate).toArray(ByteBuffer[]::new);
    }

    private static boolean isUnknown(Throwable failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (String.valueOf(at.getMessage()).startsWith("NOSCRIPT")) {
                return true;
            }
        }
        return false;
    }
}
