/// JMH benchmarks: each of ours beside the JDK's `SSLEngine`, in the same JVM and the same run.
@NullMarked
package dev.postern.benchmarks;

import org.jspecify.annotations.NullMarked;
