package dev.postern.tls.fuzz;

import dev.postern.tls.alert.TlsAlert;
import dev.postern.tls.extension.Extension;
import dev.postern.tls.extension.ExtensionBlock;
import dev.postern.tls.extension.ExtensionPlace;
import dev.postern.tls.message.MessageSamples;
import dev.postern.tls.wire.WireReader;
import dev.postern.tls.wire.WireWriter;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// A block of extensions, in the place that the first byte says.
final class ExtensionTarget implements FuzzTarget {
    private static final List<ExtensionPlace> PLACES = List.of(ExtensionPlace.values());

    @Override
    public String name() {
        return "extension";
    }

    @Override
    public String feed(byte[] input) {
        Script script = new Script(input);
        ExtensionPlace place = PLACES.get(script.u8() % PLACES.size());
        byte[] bytes = script.rest();
        ExtensionBlock block;
        try {
            block = read(bytes, place);
        } catch (TlsAlert alert) {
            return Findings.blamesThePeer(alert);
        }
        Findings.require(block.extensions().size() <= MessageSamples.BOUNDS.extensions(),
                "more extensions than allowed");
        Findings.requireSame(block.extensions().size(), block.types().size(), "extensions and types");
        byte[] written = write(block);
        Findings.requireSame(bytes, written, "the extensions written again");
        Findings.requireSame(block, read(written, place), "the extensions read again");
        return block.extensions().stream().map(Extension::getClass).map(Class::getSimpleName).findFirst()
                .orElse("none");
    }

    private static ExtensionBlock read(byte[] bytes, ExtensionPlace place) {
        WireReader in = new WireReader(bytes);
        ExtensionBlock block = ExtensionBlock.read(in, place, MessageSamples.BOUNDS.extensions());
        in.end();
        return block;
    }

    private static byte[] write(ExtensionBlock block) {
        WireWriter out = new WireWriter();
        block.write(out);
        return out.toByteArray();
    }

    /// The blocks of all messages, and each of their extensions alone.
    @Override
    public List<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>();
        MessageSamples.blocks().forEach(entry -> {
            ExtensionBlock block = entry.getValue();
            int first = PLACES.indexOf(entry.getKey());
            seeds.add(Script.of(write(block), first));
            block.extensions().forEach(one -> seeds.add(Script.of(write(ExtensionBlock.of(one)), first)));
        });
        return seeds;
    }

    /// Every form that there is a sample of.
    @Override
    public Set<String> mustReach() {
        Set<String> forms = MessageSamples.blocks().stream().flatMap(entry -> entry.getValue().extensions().stream())
                .map(Extension::getClass).map(Class::getSimpleName).collect(Collectors.toSet());
        forms.addAll(Set.of("decode_error", "illegal_parameter"));
        return forms;
    }
}
