/**
 * Listeners of Kafka, JMS and RabbitMQ as jobs, and the trace in the messages that are
 * sent.
 */
@NullMarked
package dev.telemetry.autoconfigure.messaging;

import org.jspecify.annotations.NullMarked;
