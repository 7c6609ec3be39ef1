package dev.telemetry.autoconfigure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.logging.LogLevel;
import org.springframework.util.unit.DataSize;

import dev.telemetry.autoconfigure.property.PropertyNames;

/**
 * Log records that are exported.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
@ConfigurationProperties(PropertyNames.LOGS)
public class TelemetryLogsProperties {

	/**
	 * Whether log records are exported by OTLP, beside whatever the application does with
	 * them. Needs traces. Cannot be set in a @PropertySource.
	 */
	private boolean enabled;

	/**
	 * Least level of the records that are exported, by logger; a logger includes those
	 * below it, and root stands for all. Records that the logging system itself refuses
	 * are never exported. Defaults to info for root.
	 */
	private Map<String, LogLevel> loggers = new LinkedHashMap<>(Map.of("root", LogLevel.INFO));

	/**
	 * URL of the OTLP backend for log records, such as http://localhost:4317. Defaults to
	 * telemetry.otel.endpoint.
	 */
	private @Nullable String endpoint;

	/**
	 * Whether log records are left to an appender of OpenTelemetry that the application
	 * has (auto), or exported in addition (always).
	 */
	private Appender appender = Appender.AUTO;

	/**
	 * Number of records that wait, while the application starts, until the exporters
	 * exist.
	 */
	private int earlyRecords = 1_000;

	/**
	 * Longest message, in characters. What is longer is cut.
	 */
	private int maxBodyLength = 65_536;

	/**
	 * Whether values that recorder.logContext adds to log records also become attributes
	 * of the spans that start meanwhile.
	 */
	private boolean contextOnSpans;

	/**
	 * Whether all records are exported (all), or those below a warning only if their
	 * trace is kept (kept): these wait for the decision on it.
	 */
	private Sampling sampling = Sampling.ALL;

	private final Mdc mdc = new Mdc();

	private final Held held = new Held();

	private final File file = new File();

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public Map<String, LogLevel> getLoggers() {
		return this.loggers;
	}

	public void setLoggers(Map<String, LogLevel> loggers) {
		this.loggers = loggers;
	}

	public @Nullable String getEndpoint() {
		return this.endpoint;
	}

	public void setEndpoint(@Nullable String endpoint) {
		this.endpoint = endpoint;
	}

	public Appender getAppender() {
		return this.appender;
	}

	public void setAppender(Appender appender) {
		this.appender = appender;
	}

	public int getEarlyRecords() {
		return this.earlyRecords;
	}

	public void setEarlyRecords(int earlyRecords) {
		this.earlyRecords = earlyRecords;
	}

	public int getMaxBodyLength() {
		return this.maxBodyLength;
	}

	public void setMaxBodyLength(int maxBodyLength) {
		this.maxBodyLength = maxBodyLength;
	}

	public boolean isContextOnSpans() {
		return this.contextOnSpans;
	}

	public void setContextOnSpans(boolean contextOnSpans) {
		this.contextOnSpans = contextOnSpans;
	}

	public Sampling getSampling() {
		return this.sampling;
	}

	public void setSampling(Sampling sampling) {
		this.sampling = sampling;
	}

	public Held getHeld() {
		return this.held;
	}

	public Mdc getMdc() {
		return this.mdc;
	}

	public File getFile() {
		return this.file;
	}

	/**
	 * What becomes of records that another appender exports.
	 */
	public enum Appender {

		/** They are left to it. */
		AUTO,

		/** They are exported all the same. */
		ALWAYS

	}

	/**
	 * Which records are exported.
	 */
	public enum Sampling {

		/** All of them. */
		ALL,

		/** Warnings, errors, and what belongs to a trace that is kept, or to none. */
		KEPT

	}

	/**
	 * What waits for the decision on its trace.
	 */
	public static class Held {

		/**
		 * Largest number of records of a trace that wait. The newest are held.
		 */
		private int maxRecordsPerTrace = 100;

		/**
		 * Memory for the waiting records of all traces, at most an eighth of the heap.
		 * Those of the oldest traces are dropped first.
		 */
		private DataSize maxBytes = DataSize.ofMegabytes(8);

		public int getMaxRecordsPerTrace() {
			return this.maxRecordsPerTrace;
		}

		public void setMaxRecordsPerTrace(int maxRecordsPerTrace) {
			this.maxRecordsPerTrace = maxRecordsPerTrace;
		}

		public DataSize getMaxBytes() {
			return this.maxBytes;
		}

		public void setMaxBytes(DataSize maxBytes) {
			this.maxBytes = maxBytes;
		}

	}

	/**
	 * The logging context.
	 */
	public static class Mdc {

		/**
		 * Keys of the logging context that become attributes, or * for all. Those of the
		 * trace never do: its ids are fields of the record.
		 */
		private List<String> include = new ArrayList<>(List.of("*"));

		/**
		 * Keys of the logging context that do not become attributes.
		 */
		private List<String> exclude = new ArrayList<>();

		public List<String> getInclude() {
			return this.include;
		}

		public void setInclude(List<String> include) {
			this.include = include;
		}

		public List<String> getExclude() {
			return this.exclude;
		}

		public void setExclude(List<String> exclude) {
			this.exclude = exclude;
		}

	}

	/**
	 * What is written to a file if telemetry.otel.exporter has file.
	 */
	public static class File {

		/**
		 * File that log records are written to. Its limits are those of
		 * telemetry.otel.file.
		 */
		private String path = "logs/logs.jsonl";

		public String getPath() {
			return this.path;
		}

		public void setPath(String path) {
			this.path = path;
		}

	}

}
