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

	/** Which group of processes that do the same it belongs to. */
	public static final AttributeKey<String> POOL = AttributeKey.stringKey("worker.pool");

	/** Which process of the pool it is, numbered as they started. */
	public static final AttributeKey<String> ID = AttributeKey.stringKey("worker.id");

	/** Process id. */
	public static final AttributeKey<Long> PID = AttributeKey.longKey("process.pid");

	/** Name of the program, without its directory. */
	public static final AttributeKey<String> EXECUTABLE = AttributeKey.stringKey("process.executable.name");

	/** What the process calls the service that it is, only on its own spans. */
	public static final AttributeKey<String> SERVICE = AttributeKey.stringKey("worker.service");

	/** What the process ended with. */
	public static final AttributeKey<Long> EXIT_CODE = AttributeKey.longKey("process.exit.code");

	/** How many of its lines became spans, events or measurements. */
	public static final AttributeKey<Long> FOLDED = AttributeKey.longKey("worker.lines.folded");

	/** How many of its lines are something else, and were passed on. */
	public static final AttributeKey<Long> TEXT = AttributeKey.longKey("worker.lines.text");

	/** How many of its lines were dropped because there were too many. */
	public static final AttributeKey<Long> DROPPED = AttributeKey.longKey("worker.lines.dropped");

	/** How many of its lines could not be understood, or claimed what is not so. */
	public static final AttributeKey<Long> REJECTED = AttributeKey.longKey("worker.lines.rejected");

	private WorkerAttributes() {
	}

}
