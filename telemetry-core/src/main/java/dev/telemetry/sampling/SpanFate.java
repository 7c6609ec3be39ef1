package dev.telemetry.sampling;

/**
 * What becomes of a span that ends below a root.
 */
enum SpanFate {

	/** It is held until the root is decided. */
	HELD,

	/** It is held for a moment, because its trace is certain to be kept. */
	HELD_BRIEFLY,

	/** It is held, and what is held is to be handed on now. */
	CHUNK_FULL,

	/** It is handed on alone. */
	KEPT,

	/** It is one too many of its root. */
	TRUNCATED,

	/** There was no room. */
	NO_ROOM,

	/** It is over after its root, which was not kept. */
	LATE

}
