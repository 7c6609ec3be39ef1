package dev.telemetry.autoconfigure;

/**
 * What becomes of spans in this application.
 *
 * @param active whether spans are made: by telemetry, or by Spring Boot's own tracing
 * where the application uses that. Otherwise the context of a request is left to whatever
 * else traces
 * @param reported whether telemetry reports spans. Not where it was switched off after
 * the application had been processed ahead of time
 */
public record TracingState(boolean active, boolean reported) {

}
