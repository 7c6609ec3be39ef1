package dev.telemetry.autoconfigure.export;

import dev.telemetry.export.otlp.OtlpResponses;

/**
 * What Spring Boot's own exporter of log records is answered: not a bean of the same type
 * as what its exporter of spans is answered.
 *
 * @param responses the answers
 */
record LogResponses(OtlpResponses responses) {

}
