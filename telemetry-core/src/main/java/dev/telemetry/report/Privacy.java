package dev.telemetry.report;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.jspecify.annotations.Nullable;

import dev.telemetry.privacy.Redaction;

/**
 * Replaces secrets, if redaction is on. Thread safe.
 *
 * @param redaction replaces secrets, or {@code null} to keep them
 */
record Privacy(@Nullable Redaction redaction) {

	String redact(String text) {
		return (this.redaction != null) ? this.redaction.apply(text) : text;
	}

	Attributes redact(Attributes attributes) {
		return (this.redaction != null) ? this.redaction.apply(attributes) : attributes;
	}

	SpanData redact(SpanData span) {
		return (this.redaction != null) ? this.redaction.apply(span) : span;
	}

}
