package dev.telemetry.autoconfigure.logs;

import org.junit.jupiter.api.Tag;

/**
 * Runs on a class path of its own, with Log4j2 and without Logback.
 */
@Tag("log4j2")
class Log4j2ConsoleTests extends LogConsoleTests {

}
