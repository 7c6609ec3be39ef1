package dev.telemetry.logs;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import io.opentelemetry.sdk.logs.LogRecordProcessor;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.resources.Resource;

/**
 * A capture whose records are kept in a list.
 */
public final class Captures {

	/** Trace and everything above. */
	public static final int ALL = 1;

	private final List<CapturedLog> logs = new CopyOnWriteArrayList<>();

	private final List<Throwable> failures = new CopyOnWriteArrayList<>();

	private final LogCapture capture;

	private Captures(Map<String, Integer> loggers, int early) {
		this.capture = new LogCapture(new LogCaptureSettings(loggers, early, 1_000),
				(during, failure) -> this.failures.add(failure));
	}

	public static Captures open() {
		return open(Map.of(LoggerRules.ROOT, ALL));
	}

	public static Captures open(Map<String, Integer> loggers) {
		Captures captures = new Captures(loggers, 100);
		captures.capture.open(captures.logs::add);
		return captures;
	}

	public static Captures early(int most) {
		return new Captures(Map.of(LoggerRules.ROOT, ALL), most);
	}

	public LogCapture capture() {
		return this.capture;
	}

	public void open(LogConsumer consumer) {
		this.capture.open(consumer);
	}

	public List<CapturedLog> logs() {
		return this.logs;
	}

	public List<String> bodies() {
		return this.logs.stream().map(CapturedLog::body).toList();
	}

	public List<Throwable> failures() {
		return this.failures;
	}

	/**
	 * What is exported of the last record.
	 */
	public LogRecordData last(LogRecordProcessor... processors) {
		return conversion(MdcKeys.ALL, processors).convert(this.logs.get(this.logs.size() - 1));
	}

	public LogConversion conversion(MdcKeys keys, LogRecordProcessor... processors) {
		return new LogConversion(this.capture, Resource.empty(), keys, List.of(processors), (log) -> log);
	}

}
