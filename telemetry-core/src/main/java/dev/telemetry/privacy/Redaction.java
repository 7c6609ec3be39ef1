package dev.telemetry.privacy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.common.InstrumentationScopeInfoBuilder;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import org.jspecify.annotations.Nullable;

import dev.telemetry.privacy.RedactedSpan.Parts;

/**
 * Replaces secrets and personal data in telemetry that is about to leave the process.
 * Called on exporting threads. If there is nothing to replace, returns the same object
 * and copies nothing. A text that cannot be scanned is replaced as a whole and counted.
 * Never throws. Thread safe.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
// An unchanged result is the same object, not an equal one.
@SuppressWarnings({ "ReferenceEquality", "StringEquality" })
public final class Redaction {

	private static final Pattern KIND = Pattern.compile("[a-z0-9-]{1,32}");

	private static final String DROPPED = Replacement.masked("text");

	// How much of the message of an exception tells it from other text.
	private static final int MIN_MESSAGE = 32;

	private static final AttributeKey<String> EXCEPTION_MESSAGE = AttributeKey.stringKey(ExceptionTexts.MESSAGE_KEY);

	private final RedactionSettings settings;

	private final List<SecretDetector> detectors;

	private final RedactionCounts counts;

	private final boolean exceptionMessages;

	// Created with the first use, so that the start of an application does not wait
	// for it.
	private volatile @Nullable AttributeRedaction attributes;

	private volatile Seen<Resource> resource = new Seen<>(Resource.empty(), Resource.empty());

	private volatile Seen<InstrumentationScopeInfo> scope = new Seen<>(InstrumentationScopeInfo.empty(),
			InstrumentationScopeInfo.empty());

	/**
	 * Creates the redaction.
	 * @param settings the settings
	 * @param detectors detectors of the application
	 * @throws IllegalArgumentException if the kind of a detector is not allowed
	 */
	public Redaction(RedactionSettings settings, List<SecretDetector> detectors) {
		this.settings = settings;
		this.detectors = List.copyOf(detectors);
		this.counts = new RedactionCounts(kinds(settings, detectors));
		this.exceptionMessages = settings.exceptionMessages();
	}

	private static List<String> kinds(RedactionSettings settings, List<SecretDetector> detectors) {
		List<String> kinds = new ArrayList<>();
		for (SecretKind kind : SecretKind.values()) {
			if (settings.kinds().contains(kind)) {
				kinds.add(kind.id());
			}
		}
		for (SecretDetector detector : detectors) {
			if (!KIND.matcher(detector.kind()).matches()) {
				throw new IllegalArgumentException("The kind of " + detector + " must match " + KIND.pattern());
			}
			kinds.add(detector.kind());
		}
		return kinds;
	}

	// Two threads may each create one, which is harmless.
	private AttributeRedaction attributes() {
		AttributeRedaction attributes = this.attributes;
		if (attributes == null) {
			SensitiveWords words = new SensitiveWords(this.settings.denyKeys());
			SecretScanner scanner = new SecretScanner(this.settings, words, this.counts);
			AttributeRules rules = new AttributeRules(words, this.settings.allowKeys());
			TextRedaction texts = new TextRedaction(this.settings, scanner, this.detectors, this.counts);
			attributes = new AttributeRedaction(this.settings, texts,
					new ValueRedaction(this.settings, texts, rules, this.counts), rules);
			this.attributes = attributes;
		}
		return attributes;
	}

	/**
	 * Returns the live counts of replacements.
	 * @return the counts
	 */
	public RedactionCounts counts() {
		return this.counts;
	}

	/**
	 * Replaces secrets in a text.
	 * @param text the text
	 * @return the same text if there are none
	 */
	public String apply(String text) {
		try {
			String redacted = attributes().redact(text);
			return (redacted != null) ? redacted : DROPPED;
		}
		catch (Throwable ex) {
			this.counts.failed();
			return DROPPED;
		}
	}

	/**
	 * Replaces secrets in attributes, and the values of keys that name secrets.
	 * @param attributes the attributes
	 * @return the same attributes if there are none
	 */
	public Attributes apply(Attributes attributes) {
		try {
			return attributes().redact(attributes);
		}
		catch (Throwable ex) {
			this.counts.failed();
			return Attributes.empty();
		}
	}

	/**
	 * Replaces secrets in a span: in its name, attributes, events, links, status,
	 * resource and instrumentation scope.
	 * @param span the span
	 * @return the same span if there are none
	 */
	public SpanData apply(SpanData span) {
		Parts parts = Parts.of(span);
		Parts redacted = new Parts(apply(parts.name()), apply(parts.status()), apply(parts.attributes()),
				applyAll(parts.events(), this::apply), applyAll(parts.links(), this::apply), apply(parts.resource()),
				apply(parts.scope()));
		return (redacted.isSame(parts)) ? span : new RedactedSpan(span, redacted);
	}

	/**
	 * Replaces secrets in a log record: in its body, attributes, event name, resource and
	 * instrumentation scope.
	 * @param log the record
	 * @return the same record if there are none
	 */
	public LogRecordData apply(LogRecordData log) {
		RedactedLog.Parts parts = RedactedLog.Parts.of(log);
		RedactedLog.Parts redacted = new RedactedLog.Parts(applyToBody(body(parts)), apply(parts.attributes()),
				(parts.eventName() != null) ? apply(parts.eventName()) : null, apply(parts.resource()),
				redacted(parts.scope()));
		return (redacted.isSame(parts)) ? log : new RedactedLog(log, redacted);
	}

	// The logged text is often the message of an exception, alone or behind other words.
	private @Nullable Value<?> body(RedactedLog.Parts log) {
		Value<?> body = log.body();
		String message = (this.exceptionMessages) ? null : log.attributes().get(EXCEPTION_MESSAGE);
		if (body == null || message == null || message.isBlank() || !(body.getValue() instanceof String text)) {
			return body;
		}
		// The end of the text may be cut off within the message.
		int start = text.indexOf(message.substring(0, Math.min(message.length(), MIN_MESSAGE)));
		return (start < 0) ? body : Value.of(text.substring(0, start) + DROPPED);
	}

	private @Nullable Value<?> applyToBody(@Nullable Value<?> body) {
		if (body == null) {
			return null;
		}
		try {
			Value<?> redacted = attributes().redact(body);
			return (redacted != null) ? redacted : Value.of(DROPPED);
		}
		catch (Throwable ex) {
			this.counts.failed();
			return Value.of(DROPPED);
		}
	}

	private StatusData apply(StatusData status) {
		String description = status.getDescription();
		if (description.isEmpty()) {
			return status;
		}
		String redacted = (this.exceptionMessages) ? apply(description) : "";
		return (redacted == description) ? status : StatusData.create(status.getStatusCode(), redacted);
	}

	private EventData apply(EventData event) {
		String name = apply(event.getName());
		// Events of exceptions create new attributes with each call.
		Attributes attributes = event.getAttributes();
		Attributes changed = apply(attributes);
		return (name == event.getName() && changed == attributes) ? event
				: EventData.create(event.getEpochNanos(), name, changed, event.getTotalAttributeCount());
	}

	private LinkData apply(LinkData link) {
		Attributes changed = apply(link.getAttributes());
		return (changed == link.getAttributes()) ? link
				: LinkData.create(link.getSpanContext(), changed, link.getTotalAttributeCount());
	}

	/**
	 * Replaces secrets in a resource. Remembers the last resource, because all spans of
	 * an application have the same.
	 * @param resource the resource
	 * @return the same resource if there are none
	 */
	public Resource apply(Resource resource) {
		Seen<Resource> seen = this.resource;
		if (seen.before() != resource) {
			Attributes changed = apply(resource.getAttributes());
			seen = new Seen<>(resource, (changed == resource.getAttributes()) ? resource
					: Resource.create(changed, resource.getSchemaUrl()));
			this.resource = seen;
		}
		return seen.after();
	}

	private InstrumentationScopeInfo apply(InstrumentationScopeInfo scope) {
		Seen<InstrumentationScopeInfo> seen = this.scope;
		if (seen.before() != scope) {
			seen = new Seen<>(scope, redacted(scope));
			this.scope = seen;
		}
		return seen.after();
	}

	private InstrumentationScopeInfo redacted(InstrumentationScopeInfo scope) {
		String name = apply(scope.getName());
		String version = (scope.getVersion() != null) ? apply(scope.getVersion()) : null;
		Attributes changed = apply(scope.getAttributes());
		if (name == scope.getName() && version == scope.getVersion() && changed == scope.getAttributes()) {
			return scope;
		}
		InstrumentationScopeInfoBuilder builder = InstrumentationScopeInfo.builder(name).setAttributes(changed);
		if (version != null) {
			builder.setVersion(version);
		}
		if (scope.getSchemaUrl() != null) {
			builder.setSchemaUrl(scope.getSchemaUrl());
		}
		return builder.build();
	}

	private static <T> List<T> applyAll(List<T> elements, Function<T, T> redaction) {
		List<T> redacted = null;
		for (int i = 0; i < elements.size(); i++) {
			T element = elements.get(i);
			T result = redaction.apply(element);
			if (result != element && redacted == null) {
				redacted = new ArrayList<>(elements);
			}
			if (redacted != null) {
				redacted.set(i, result);
			}
		}
		return (redacted != null) ? redacted : elements;
	}

	/**
	 * An object before and after its redaction.
	 */
	private record Seen<T>(T before, T after) {
	}

}
