package dev.telemetry.decision;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;

/**
 * Which spans have to be recorded although their traces may not be kept. Thread safe;
 * never throws, does not block.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public interface RecordedJobs {

	/** None has to be. */
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
	 * Whether a local root is to be recorded.
	 * @param name its name
	 * @param attributes what it starts with
	 * @return whether it is
	 */
	boolean wantsRoot(String name, Attributes attributes);

	/**
	 * Whether a span below another one of this process is to be recorded.
	 * @param parent the other one
	 * @param context the context of its parent
	 * @return whether it is
	 */
	boolean wantsBelow(SpanContext parent, Context context);

	/**
	 * What takes spans of other processes into these jobs, whatever becomes of their
	 * traces.
	 * @return the adopter
	 */
	SpanAdopter adopter();

}
