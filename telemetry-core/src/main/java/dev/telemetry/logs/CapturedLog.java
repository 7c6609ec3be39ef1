package dev.telemetry.logs;

import java.util.List;
import java.util.Map;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import org.jspecify.annotations.Nullable;

import dev.telemetry.health.SpanFootprint;
import dev.telemetry.text.CutText;
import dev.telemetry.text.ExceptionCopy;

/**
 * A log record as captured on the logging thread. It contains only the data that may be
 * gone or different later; everything else is derived from it on the exporting thread.
 * The logging thread fills it; it must not be changed after it was passed on.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class CapturedLog {

	// For the record, its place in a queue, and its list.
	private static final int BASE_BYTES = 256;

	private static final int VALUE_BYTES = 64;

	private final String logger;

	private final Severity severity;

	private final String severityText;

	private long epochNanos;

	private String body = "";

	private String thread = "";

	private Map<String, String> mdc = Map.of();

	private Map<String, Object> context = Map.of();

	private @Nullable Object @Nullable [] pairs;

	private String markerKey = "";

	private String @Nullable [] markers;

	private @Nullable ExceptionCopy exception;

	private @Nullable String eventName;

	private Attributes attributes = Attributes.empty();

	private SpanContext span = SpanContext.getInvalid();

	// 0 until it is first read, which is before the record is passed on.
	private long footprint;

	// Guarded by this.
	private @Nullable LogRecordData converted;

	CapturedLog(String logger, Severity severity, String severityText) {
		this.logger = logger;
		this.severity = severity;
		this.severityText = severityText;
	}

	/**
	 * Sets when, where and what was logged.
	 * @param nanos the time, in nanoseconds since 1970
	 * @param threadName name of the thread
	 * @param message the message with its arguments
	 */
	public void setMessage(long nanos, @Nullable String threadName, @Nullable String message) {
		this.epochNanos = nanos;
		this.thread = (threadName != null) ? threadName : "";
		this.body = (message != null) ? message : "";
	}

	/**
	 * Sets the logging context.
	 * @param values a copy, or a map that does not change
	 */
	public void setMdc(@Nullable Map<String, String> values) {
		this.mdc = (values != null) ? values : Map.of();
	}

	/**
	 * Sets key-value pairs.
	 * @param keysAndValues alternating keys and values; values as returned by
	 * {@link LogValues}
	 */
	public void setPairs(@Nullable Object @Nullable [] keysAndValues) {
		this.pairs = keysAndValues;
	}

	/**
	 * Sets markers.
	 * @param key key of the attribute for the markers
	 * @param names names of the markers
	 */
	public void setMarkers(String key, String... names) {
		this.markerKey = key;
		this.markers = names;
	}

	/**
	 * Sets the exception.
	 * @param thrown the exception, which is copied, and written as text later
	 */
	public void setException(@Nullable Throwable thrown) {
		this.exception = (thrown != null) ? ExceptionCopy.of(thrown) : null;
	}

	/**
	 * Sets the span of the record, if the logging system has carried it to another
	 * thread.
	 * @param current the span
	 */
	public void setSpan(SpanContext current) {
		this.span = current;
	}

	void setEvent(String name, Attributes values) {
		this.eventName = name;
		setAttributes(values);
	}

	/**
	 * Sets attributes that need no conversion.
	 * @param values the attributes, limited in number and size
	 */
	public void setAttributes(Attributes values) {
		this.attributes = values;
	}

	void setContext(Map<String, Object> values) {
		this.context = values;
	}

	void cutBody(int maxLength) {
		this.body = CutText.of(this.body, maxLength);
	}

	// Called for a record of a trace that was undecided when it was captured, and
	// is kept.
	void markSampled() {
		if (this.span.isSampled()) {
			return;
		}
		byte flags = (byte) (this.span.getTraceFlags().asByte() | TraceFlags.getSampled().asByte());
		this.span = SpanContext.create(this.span.getTraceId(), this.span.getSpanId(), TraceFlags.fromByte(flags),
				this.span.getTraceState());
	}

	/**
	 * Returns how much memory the record takes.
	 * @return bytes, rather too many than too few
	 */
	public long footprint() {
		if (this.footprint == 0) {
			this.footprint = measured();
		}
		return this.footprint;
	}

	private long measured() {
		long bytes = BASE_BYTES + text(this.body) + text(this.thread);
		if (!this.mdc.isEmpty()) {
			for (Map.Entry<String, String> entry : this.mdc.entrySet()) {
				bytes += VALUE_BYTES + text(entry.getKey()) + text(entry.getValue());
			}
		}
		if (this.pairs != null) {
			for (Object value : this.pairs) {
				bytes += value(value);
			}
		}
		if (!this.context.isEmpty()) {
			for (Map.Entry<String, Object> entry : this.context.entrySet()) {
				bytes += VALUE_BYTES + text(entry.getKey()) + text(entry.getValue());
			}
		}
		if (this.markers != null) {
			for (String marker : this.markers) {
				bytes += VALUE_BYTES + text(marker);
			}
		}
		if (!this.attributes.isEmpty()) {
			bytes += SpanFootprint.of(this.attributes);
		}
		return (this.exception != null) ? bytes + SpanFootprint.of(this.exception) : bytes;
	}

	private static long value(@Nullable Object value) {
		long bytes = VALUE_BYTES + text(value);
		if (value instanceof List<?> elements) {
			for (Object element : elements) {
				bytes += VALUE_BYTES + text(element);
			}
		}
		return bytes;
	}

	private static long text(@Nullable Object value) {
		return (value instanceof String text) ? 2L * text.length() : 0;
	}

	/**
	 * Returns the logger.
	 * @return its full name
	 */
	public String logger() {
		return this.logger;
	}

	/**
	 * Returns the severity of the record.
	 * @return the severity
	 */
	public Severity severity() {
		return this.severity;
	}

	/**
	 * Returns the span that was current.
	 * @return the span, invalid if there was none
	 */
	public SpanContext span() {
		return this.span;
	}

	/**
	 * Returns the message with its arguments.
	 * @return the message, cut to the maximum length
	 */
	public String body() {
		return this.body;
	}

	String severityText() {
		return this.severityText;
	}

	long epochNanos() {
		return this.epochNanos;
	}

	String thread() {
		return this.thread;
	}

	Map<String, String> mdc() {
		return this.mdc;
	}

	Map<String, Object> context() {
		return this.context;
	}

	@Nullable Object @Nullable [] pairs() {
		return this.pairs;
	}

	String markerKey() {
		return this.markerKey;
	}

	String @Nullable [] markers() {
		return this.markers;
	}

	@Nullable String eventName() {
		return this.eventName;
	}

	Attributes attributes() {
		return this.attributes;
	}

	@Nullable ExceptionCopy exception() {
		return this.exception;
	}

	// Guarded by this.
	@Nullable LogRecordData converted() {
		return this.converted;
	}

	// Guarded by this.
	void converted(LogRecordData data) {
		this.converted = data;
	}

}
