package dev.telemetry.logs;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.UnaryOperator;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.logs.LogRecordProcessor;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.resources.Resource;
import org.jspecify.annotations.Nullable;

import dev.telemetry.names.LogAttributes;
import dev.telemetry.text.ExceptionCopy;

/**
 * Converts captured records to their exported form: on the exporting thread, and once for
 * all exporters. Log events during the conversion are not captured. Thread safe.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class LogConversion {

	// Beyond this number, names of loggers are likely to be generated at run time.
	private static final int MAX_SCOPES = 10_000;

	private final LogCapture capture;

	private final Resource resource;

	private final MdcKeys mdcKeys;

	private final List<LogRecordProcessor> processors;

	private final UnaryOperator<LogRecordData> redaction;

	private final ConcurrentMap<String, InstrumentationScopeInfo> scopes = new ConcurrentHashMap<>();

	/**
	 * Creates a conversion.
	 * @param capture the capture that the records come from
	 * @param resource the resource of the records
	 * @param mdcKeys which keys of the logging context become attributes
	 * @param processors called with each record, in a context with its span; may add
	 * attributes; an exception of one does not affect the others
	 * @param redaction removes what must not leave the process
	 */
	public LogConversion(LogCapture capture, Resource resource, MdcKeys mdcKeys, List<LogRecordProcessor> processors,
			UnaryOperator<LogRecordData> redaction) {
		this.capture = capture;
		this.resource = resource;
		this.mdcKeys = mdcKeys;
		this.processors = List.copyOf(processors);
		this.redaction = redaction;
	}

	/**
	 * Converts a record.
	 * @param log the record
	 * @return the exported form
	 */
	public LogRecordData convert(CapturedLog log) {
		synchronized (log) {
			LogRecordData converted = log.converted();
			if (converted == null) {
				converted = this.capture.unseen(() -> this.redaction.apply(processed(log)));
				log.converted(converted);
			}
			return converted;
		}
	}

	private LogRecordData processed(CapturedLog log) {
		ConvertedLog converted = of(log);
		if (this.processors.isEmpty()) {
			return converted;
		}
		ProcessedLog processed = new ProcessedLog(converted);
		Context context = Context.root().with(Span.wrap(log.span()));
		for (LogRecordProcessor processor : this.processors) {
			try {
				processor.onEmit(context, processed);
			}
			catch (Throwable ex) {
				this.capture.report("calling a processor of log records", ex);
			}
		}
		return processed.toLogRecordData();
	}

	private ConvertedLog of(CapturedLog log) {
		LogAttributeWriter attributes = new LogAttributeWriter();
		if (!log.thread().isEmpty()) {
			attributes.put(LogAttributes.THREAD_NAME.getKey(), log.thread());
		}
		ExceptionCopy exception = log.exception();
		if (exception != null) {
			attributes.exception(exception);
		}
		log.context().forEach(attributes::put);
		for (Map.Entry<String, String> entry : log.mdc().entrySet()) {
			// Log4j2 accepts null as a key.
			String key = String.valueOf(entry.getKey());
			if (this.mdcKeys.includes(key)) {
				attributes.put(key, entry.getValue());
			}
		}
		String[] markers = log.markers();
		if (markers != null) {
			attributes.put(log.markerKey(), markers);
		}
		attributes.putAll(log.attributes());
		String named = putPairs(log.pairs(), attributes);
		String eventName = (log.eventName() != null) ? log.eventName() : named;
		Attributes built = attributes.build();
		return new ConvertedLog(log, this.resource, scope(log.logger()), built, built.size() + attributes.refused(),
				eventName);
	}

	private static @Nullable String putPairs(@Nullable Object @Nullable [] pairs, LogAttributeWriter attributes) {
		String eventName = null;
		for (int i = 0; pairs != null && i + 1 < pairs.length; i += 2) {
			String key = String.valueOf(pairs[i]);
			if (key.equals(LogAttributes.EVENT_NAME)) {
				eventName = String.valueOf(pairs[i + 1]);
			}
			else {
				attributes.put(key, pairs[i + 1]);
			}
		}
		return eventName;
	}

	private InstrumentationScopeInfo scope(String logger) {
		InstrumentationScopeInfo scope = this.scopes.get(logger);
		if (scope == null) {
			scope = InstrumentationScopeInfo.create(logger);
			if (this.scopes.size() < MAX_SCOPES) {
				this.scopes.put(logger, scope);
			}
		}
		return scope;
	}

}
