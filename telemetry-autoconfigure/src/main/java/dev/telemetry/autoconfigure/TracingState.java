package dev.telemetry.autoconfigure;

/**
 * What becomes of spans in this application.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @param active whether spans are made: by telemetry, or by Spring Boot's own tracing
 * where the application uses that. Otherwise the context of a request is left to whatever
 * else traces
 * @param reported whether telemetry reports spans. Not where it was switched off after
 * the application had been processed ahead of time
 * @since 0.1.0
 */
public record TracingState(boolean active, boolean reported) {

}
