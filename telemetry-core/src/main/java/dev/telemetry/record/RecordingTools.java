package dev.telemetry.record;

import io.opentelemetry.api.trace.Tracer;
import org.jspecify.annotations.Nullable;

import dev.telemetry.decision.RootDecider;
import dev.telemetry.health.ContextLeaks;
import dev.telemetry.health.InternalFailures;

/**
 * What recordings need.
 *
 * @param tracer starts spans, or {@code null} for none
 * @param decider decides whether traces are kept
 * @param scopes makes spans current
 * @param notes writes to spans
 * @param misuse what becomes of odd arguments
 * @param leaks restores contexts where a scope was left open
 * @param open the recordings that have not ended
 * @param failures where failures of the product itself end
 */
record RecordingTools(@Nullable Tracer tracer, RootDecider decider, SpanScopes scopes, SpanNotes notes, Misuse misuse,
		ContextLeaks leaks, OpenRecordings open, InternalFailures failures) {

}
