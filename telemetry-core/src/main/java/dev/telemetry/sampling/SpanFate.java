package dev.telemetry.sampling;

/**
 * What happens to a span that ends below a root.
 */
enum SpanFate {

	/** The span is held until the root is decided. */
	HELD,

	/** The span is held for a moment, because its trace is certain to be kept. */
	HELD_BRIEFLY,

	/** The span is held, and all held spans of the trace are to be handed on now. */
	CHUNK_FULL,

	/** The span is handed on alone. */
	KEPT,

	/** The root has too many spans to hold this one. */
	TRUNCATED,

	/** There is no room for the span. */
	NO_ROOM,

	/** The span ended after its root, which was not kept. */
	LATE

}
