package dev.telemetry.autoconfigure.worker;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/**
 * Worker processes.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
@ConfigurationProperties(TelemetryWorkerProperties.PREFIX)
public class TelemetryWorkerProperties {

	static final String PREFIX = "telemetry.worker";

	/**
	 * How workers report: as lines on their standard error stream, which are read here
	 * (lines), or over the network to a backend of their own (otlp). They are told by the
	 * variable OTEL_EXPORTER.
	 */
	private Backend backend = Backend.LINES;

	/**
	 * URL of the backend that workers report to over the network. Defaults to
	 * telemetry.otel.endpoint.
	 */
	private @Nullable String endpoint;

	/**
	 * Where lines of workers go that are not telemetry: to the logger telemetry.worker
	 * and the pool, at INFO (logger), or unchanged to the standard error stream (stderr).
	 */
	private Text text = Text.LOGGER;

	/**
	 * Whether baggage is passed on to workers. Other processes can read it there.
	 */
	private boolean baggage;

	/**
	 * Share of the traces of which the lines of workers are taken, by pool; "*" stands
	 * for all other pools. Failures are always taken.
	 */
	private Map<String, Double> samplingRatio = new LinkedHashMap<>();

	/**
	 * Longest telemetry line, in bytes. Text that is longer is passed on in pieces.
	 */
	private DataSize maxLineLength = DataSize.ofKilobytes(64);

	/**
	 * Number of telemetry lines of a worker that are taken in a second, with bursts of
	 * twice that.
	 */
	private int maxLinesPerSecond = 1_000;

	/**
	 * Memory for the lines of all workers that wait to be read.
	 */
	private DataSize maxQueueSize = DataSize.ofMegabytes(8);

	/**
	 * How many spans of a worker may be open at the same time, and how many names its
	 * spans may have.
	 */
	private int maxOpenSpans = 1_000;

	/**
	 * How many events one span of a worker may have.
	 */
	private int maxEvents = 128;

	/**
	 * How long to wait for the last lines of a worker that has ended.
	 */
	private Duration drain = Duration.ofSeconds(1);

	/**
	 * Longest time that a worker may take to end after it was closed, before it is
	 * killed.
	 */
	private Duration stopTimeout = Duration.ofSeconds(2);

	/**
	 * File in which workers find which events and which share of the traces are taken. It
	 * is replaced whenever that changes. There is none by default.
	 */
	private @Nullable String controlFile;

	public Backend getBackend() {
		return this.backend;
	}

	public void setBackend(Backend backend) {
		this.backend = backend;
	}

	public @Nullable String getEndpoint() {
		return this.endpoint;
	}

	public void setEndpoint(@Nullable String endpoint) {
		this.endpoint = endpoint;
	}

	public Text getText() {
		return this.text;
	}

	public void setText(Text text) {
		this.text = text;
	}

	public boolean isBaggage() {
		return this.baggage;
	}

	public void setBaggage(boolean baggage) {
		this.baggage = baggage;
	}

	public Map<String, Double> getSamplingRatio() {
		return this.samplingRatio;
	}

	public void setSamplingRatio(Map<String, Double> samplingRatio) {
		this.samplingRatio = samplingRatio;
	}

	public DataSize getMaxLineLength() {
		return this.maxLineLength;
	}

	public void setMaxLineLength(DataSize maxLineLength) {
		this.maxLineLength = maxLineLength;
	}

	public int getMaxLinesPerSecond() {
		return this.maxLinesPerSecond;
	}

	public void setMaxLinesPerSecond(int maxLinesPerSecond) {
		this.maxLinesPerSecond = maxLinesPerSecond;
	}

	public DataSize getMaxQueueSize() {
		return this.maxQueueSize;
	}

	public void setMaxQueueSize(DataSize maxQueueSize) {
		this.maxQueueSize = maxQueueSize;
	}

	public int getMaxOpenSpans() {
		return this.maxOpenSpans;
	}

	public void setMaxOpenSpans(int maxOpenSpans) {
		this.maxOpenSpans = maxOpenSpans;
	}

	public int getMaxEvents() {
		return this.maxEvents;
	}

	public void setMaxEvents(int maxEvents) {
		this.maxEvents = maxEvents;
	}

	public Duration getDrain() {
		return this.drain;
	}

	public void setDrain(Duration drain) {
		this.drain = drain;
	}

	public Duration getStopTimeout() {
		return this.stopTimeout;
	}

	public void setStopTimeout(Duration stopTimeout) {
		this.stopTimeout = stopTimeout;
	}

	public @Nullable String getControlFile() {
		return this.controlFile;
	}

	public void setControlFile(@Nullable String controlFile) {
		this.controlFile = controlFile;
	}

	/**
	 * How workers report.
	 */
	public enum Backend {

		/** As lines on their standard error stream. */
		LINES,

		/** Over the network. */
		OTLP

	}

	/**
	 * Where lines go that are no telemetry.
	 */
	public enum Text {

		/** To a logger. */
		LOGGER,

		/** To the standard error stream. */
		STDERR

	}

}
