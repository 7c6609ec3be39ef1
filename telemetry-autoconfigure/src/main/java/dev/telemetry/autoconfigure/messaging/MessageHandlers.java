package dev.telemetry.autoconfigure.messaging;

import java.util.List;

import io.micrometer.observation.ObservationHandler;

/**
 * What records the messages of one system.
 *
 * @param all the handlers
 */
record MessageHandlers(List<ObservationHandler<?>> all) {

}
