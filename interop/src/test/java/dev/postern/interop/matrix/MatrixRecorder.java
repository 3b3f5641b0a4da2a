package dev.postern.interop.matrix;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;
import org.junit.platform.commons.support.AnnotationSupport;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// Enters every result of a class that wears [Peer] into the matrix.
final class MatrixRecorder implements BeforeAllCallback, AfterAllCallback, TestWatcher {
    @Override
    public void beforeAll(ExtensionContext context) {
        Peer peer = peer(context);
        if (peer.value().big() != context.getTags().contains(Peer.BIG)) {
            throw new IllegalStateException("only a big peer's class wears the tag " + Peer.BIG + ", and each does");
        }
        cannot(context).forEach(cannot -> Arrays.stream(cannot.value())
                .forEach(mode -> Matrix.enterImpossible(new Matrix.Cell(peer.value(), peer.role(), mode),
                        List.of(cannot.cases()), cannot.because())));
    }

    @Override
    public void afterAll(ExtensionContext context) {
        Matrix.write();
    }

    @Override
    public void testSuccessful(ExtensionContext context) {
        enter(context, Matrix.Outcome.PASSED);
    }

    @Override
    public void testFailed(ExtensionContext context, Throwable cause) {
        enter(context, Matrix.Outcome.FAILED);
    }

    @Override
    public void testAborted(ExtensionContext context, Throwable cause) {
        enter(context, Matrix.Outcome.FAILED);
    }

    private static void enter(ExtensionContext context, Matrix.Outcome outcome) {
        Peer peer = peer(context);
        Mode mode = AnnotationSupport.findAnnotation(context.getRequiredTestMethod(), Shows.class)
                .orElseThrow(() -> new IllegalStateException(
                        context.getRequiredTestMethod() + " does not say which mode it shows"))
                .value();
        Matrix.enter(new Matrix.Cell(peer.value(), peer.role(), mode),
                context.getRequiredTestMethod().getName() + context.getDisplayName(), outcome);
    }

    private static Peer peer(ExtensionContext context) {
        return context.getRequiredTestClass().getAnnotation(Peer.class);
    }

    private static Stream<Cannot> cannot(ExtensionContext context) {
        return Arrays.stream(context.getRequiredTestClass().getAnnotationsByType(Cannot.class));
    }
}
