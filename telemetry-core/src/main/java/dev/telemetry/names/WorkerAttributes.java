package dev.telemetry.names;

import io.opentelemetry.api.common.AttributeKey;

/**
 * Attributes of {@code worker.run} spans. The first group is on the spans of the worker
 * process too. The command line is nowhere: it may hold secrets.
 *
 * @since 0.1.0
 * @see <a href= "https://opentelemetry.io/docs/specs/semconv/resource/process/">Semantic
 * conventions for processes</a>
 */
public final class WorkerAttributes {

	/** Pool of the process: what it is for. */
	public static final AttributeKey<String> POOL = AttributeKey.stringKey("worker.pool");

	/** Id of the process: its pool and a number. */
	public static final AttributeKey<String> ID = AttributeKey.stringKey("worker.id");

	/** Process id. */
	public static final AttributeKey<Long> PID = AttributeKey.longKey("process.pid");

	/** Name of the program, without its directory. */
	public static final AttributeKey<String> EXECUTABLE = AttributeKey.stringKey("process.executable.name");

	/** Service name that the process itself reports, only on its own spans. */
	public static final AttributeKey<String> SERVICE = AttributeKey.stringKey("worker.service");

	/** Exit code of the process. */
	public static final AttributeKey<Long> EXIT_CODE = AttributeKey.longKey("process.exit.code");

	/** How many of its lines became spans, events or measurements. */
	public static final AttributeKey<Long> FOLDED = AttributeKey.longKey("worker.lines.folded");

	/** How many of its lines are no telemetry, and were passed on. */
	public static final AttributeKey<Long> TEXT = AttributeKey.longKey("worker.lines.text");

	/** How many of its lines were dropped, for example because there were too many. */
	public static final AttributeKey<Long> DROPPED = AttributeKey.longKey("worker.lines.dropped");

	/**
	 * How many of its lines were malformed, or named a trace or span that is not theirs.
	 */
	public static final AttributeKey<Long> REJECTED = AttributeKey.longKey("worker.lines.rejected");

	private WorkerAttributes() {
	}

}
