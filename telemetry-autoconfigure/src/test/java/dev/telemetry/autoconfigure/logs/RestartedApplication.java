package dev.telemetry.autoconfigure.logs;

import java.util.Iterator;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import org.slf4j.LoggerFactory;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.ClassUtils;

/**
 * An application that DevTools restarts twice while two threads log.
 */
public final class RestartedApplication {

	// Classes are loaded anew by each restart, and properties of the system stay.
	private static final String RUNS = "test.runs";

	private static final int LAST = 3;

	private static final long PAUSE_NANOS = 500_000;

	private RestartedApplication() {
	}

	/**
	 * Runs it, on a thread of DevTools.
	 * @param args its properties
	 */
	public static void main(String[] args) throws Exception {
		ConfigurableApplicationContext context = new SpringApplicationBuilder(LoggingApplication.class)
			.web(WebApplicationType.NONE)
			.run(args);
		int run = Integer.getInteger(RUNS, 0) + 1;
		System.setProperty(RUNS, String.valueOf(run));
		org.slf4j.Logger logger = LoggerFactory.getLogger("shop");
		logger.info("Run {} of {} with {} appender", run,
				RestartedApplication.class.getClassLoader().getClass().getSimpleName(), placed());
		if (run == 1) {
			List.of("busy.a", "busy.b").forEach(RestartedApplication::log);
		}
		if (run < LAST) {
			restart();
			return;
		}
		context.close();
		System.exit(0);
	}

	// DevTools is on the class path of the process, and not of the compiler.
	private static void restart() throws ReflectiveOperationException {
		Class<?> restarter = ClassUtils.forName("org.springframework.boot.devtools.restart.Restarter", null);
		restarter.getMethod("restart").invoke(restarter.getMethod("getInstance").invoke(null));
	}

	private static void log(String name) {
		org.slf4j.Logger logger = LoggerFactory.getLogger(name);
		Thread thread = new Thread(() -> {
			for (int i = 0;; i++) {
				logger.info("{} {}", name, i);
				LockSupport.parkNanos(PAUSE_NANOS);
			}
		});
		thread.setDaemon(true);
		thread.start();
	}

	private static long placed() {
		Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
		Iterator<Appender<ILoggingEvent>> appenders = root.iteratorForAppenders();
		return Stream.iterate(appenders, Iterator::hasNext, (same) -> same)
			.filter((same) -> ReconfiguredLoggingContract.APPENDER.equals(same.next().getName()))
			.count();
	}

}
