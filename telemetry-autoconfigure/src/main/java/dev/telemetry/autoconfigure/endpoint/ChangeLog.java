package dev.telemetry.autoconfigure.endpoint;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.actuate.audit.listener.AuditApplicationEvent;
import org.springframework.context.ApplicationEventPublisher;

import dev.telemetry.health.InternalFailures;

/**
 * Logs, audits and counts changes at run time. Never throws, because the change has been
 * made already, and a listener of the application may fail. Thread safe.
 */
final class ChangeLog {

	/** Type of the audit event of a change. */
	static final String CHANGED = "SETTING_CHANGED";

	/** Type of the audit event of a change that is removed. */
	static final String RESET = "SETTING_RESET";

	private static final Logger logger = LoggerFactory.getLogger(ChangeLog.class);

	private final ApplicationEventPublisher events;

	private final Consumer<String> counter;

	private final InternalFailures failures;

	/**
	 * Creates a log.
	 * @param events receives an audit event for each change
	 * @param counter counts a change, by the name of the setting
	 * @param failures receives failures of both
	 */
	ChangeLog(ApplicationEventPublisher events, Consumer<String> counter, InternalFailures failures) {
		this.events = events;
		this.counter = counter;
		this.failures = failures;
	}

	void changed(ActiveOverride override) {
		Instant until = override.until();
		logger.info("Telemetry was changed by {}: telemetry.{} is {} until {}", override.by(), override.setting(),
				override.value(), (until != null) ? until : "the next restart");
		publish(CHANGED, override, override.by());
	}

	void reset(ActiveOverride override, String by) {
		logger.info("Telemetry was changed by {}: telemetry.{} is as configured again", by, override.setting());
		publish(RESET, override, by);
	}

	private void publish(String type, ActiveOverride override, String by) {
		Map<String, @Nullable Object> data = new LinkedHashMap<>();
		data.put("setting", "telemetry." + override.setting());
		data.put("value", override.value());
		if (override.until() != null) {
			data.put("until", override.until().toString());
		}
		guarded("counting a change", () -> this.counter.accept(override.kind()));
		guarded("auditing a change", () -> this.events.publishEvent(new AuditApplicationEvent(by, type, data)));
	}

	private void guarded(String what, Runnable work) {
		try {
			work.run();
		}
		catch (Throwable ex) {
			this.failures.report(what, ex);
		}
	}

}
