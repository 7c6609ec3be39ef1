package dev.telemetry.autoconfigure.viewer;

import java.util.function.Consumer;

import dev.telemetry.logs.CapturedLog;
import dev.telemetry.logs.LogConsumer;
import dev.telemetry.view.TraceInbox;

/**
 * Where log lines come from.
 *
 * @param name what it is called
 * @param lines reads the lines
 * @param attach lets them come
 */
record LogSource(String name, TraceInbox.Lines<CapturedLog> lines, Consumer<LogConsumer> attach) {
}
