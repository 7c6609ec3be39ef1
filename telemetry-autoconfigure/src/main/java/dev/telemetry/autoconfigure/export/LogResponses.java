package dev.telemetry.autoconfigure.export;

import dev.telemetry.export.otlp.OtlpResponses;

/**
 * The answers to Spring Boot's own exporter of log records. The type differs from that of
 * the answers to its exporter of spans, because both are beans.
 *
 * @param responses the answers
 */
record LogResponses(OtlpResponses responses) {

}
