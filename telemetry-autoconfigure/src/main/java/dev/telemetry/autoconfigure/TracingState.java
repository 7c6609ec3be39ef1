package dev.telemetry.autoconfigure;

/**
 * The state of tracing in this application.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @param active whether spans are recorded: by telemetry, or by Spring Boot's own tracing
 * if the application uses that; otherwise, the context of a request is left to another
 * library
 * @param reported whether telemetry reports spans; {@code false} if it was switched off
 * after the application was processed ahead of time
 * @since 0.1.0
 */
public record TracingState(boolean active, boolean reported) {

}
