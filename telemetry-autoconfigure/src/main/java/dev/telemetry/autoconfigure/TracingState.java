package dev.telemetry.autoconfigure;

/**
 * Whether spans are made in this application: by telemetry, or by Spring Boot's own
 * tracing where the application uses that. Otherwise the context of a request is left to
 * whatever else traces.
 *
 * @param active whether spans are made
 */
public record TracingState(boolean active) {

}
