/**
 * JUnit 5 and AssertJ support for tests of telemetry: recorded spans with assertions, a
 * real OTLP receiver that can misbehave, and a leak check. Depends on the OpenTelemetry
 * SDK only; the receiver also needs the optional protocol and gRPC jars.
 */
@NullMarked
package dev.telemetry.test;

import org.jspecify.annotations.NullMarked;
