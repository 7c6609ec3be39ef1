package dev.telemetry.autoconfigure.viewer;

import java.util.function.Consumer;

import dev.telemetry.logs.CapturedLog;
import dev.telemetry.logs.LogConsumer;
import dev.telemetry.view.TraceInbox;

/**
 * The source of log lines.
 *
 * @param name name of the source
 * @param lines reads the lines
 * @param attach attaches a consumer to the source
 */
record LogSource(String name, TraceInbox.Lines<CapturedLog> lines, Consumer<LogConsumer> attach) {
}
