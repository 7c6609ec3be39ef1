package dev.telemetry.decision;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;

/**
 * Tells which spans have to be recorded even if their traces are not kept. Thread safe;
 * never throws, does not block.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public interface RecordedJobs {

	/** No span has to be recorded. */
	RecordedJobs NONE = new RecordedJobs() {

		@Override
		public boolean wantsRoot(String name, Attributes attributes) {
			return false;
		}

		@Override
		public boolean wantsBelow(SpanContext parent, Context context) {
			return false;
		}

		@Override
		public SpanAdopter adopter() {
			return SpanAdopter.NONE;
		}

	};

	/**
	 * Returns whether a local root is to be recorded.
	 * @param name name of the root
	 * @param attributes attributes that the root starts with
	 * @return whether it is to be recorded
	 */
	boolean wantsRoot(String name, Attributes attributes);

	/**
	 * Returns whether a span below another one of this process is to be recorded.
	 * @param parent the parent
	 * @param context the context of the parent
	 * @return whether the span is to be recorded
	 */
	boolean wantsBelow(SpanContext parent, Context context);

	/**
	 * Returns the adopter that takes spans of other processes into these jobs, whether or
	 * not their traces are kept.
	 * @return the adopter
	 */
	SpanAdopter adopter();

}
