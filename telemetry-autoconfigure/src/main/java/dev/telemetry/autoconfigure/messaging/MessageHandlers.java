package dev.telemetry.autoconfigure.messaging;

import java.util.List;

import io.micrometer.observation.ObservationHandler;

/**
 * The observation handlers that record the messages of one system.
 *
 * @param all the handlers
 */
record MessageHandlers(List<ObservationHandler<?>> all) {

}
