/**
 * Calls by gRPC that this application serves: Micrometer's own observation of them gets
 * the span and the sampling of telemetry.
 */
@NullMarked
package dev.telemetry.autoconfigure.grpc;

import org.jspecify.annotations.NullMarked;
