/// A Spring Cloud Config server that serves a folder of files, for a gateway that takes its settings from it.
@NullMarked
package dev.postern.examples.config;

import org.jspecify.annotations.NullMarked;
