package dev.telemetry.names;

/**
 * Names of the spans that the product starts.
 *
 * @since 0.1.0
 */
public final class SpanNames {

	/** A request to this application. */
	public static final String HTTP_SERVER = "http.server";

	/** A call by gRPC that this application serves. */
	public static final String RPC_SERVER = "rpc.server";

	/** A job. */
	public static final String JOB_RUN = "job.run";

	/** Tells that a job goes on, below its span; only where that is wanted. */
	public static final String JOB_HEARTBEAT = "job.heartbeat";

	/** A step of a job of Spring Batch. */
	public static final String BATCH_STEP = "batch.step";

	/** A call to another service. */
	public static final String EXTERNAL_API_CALL = "external.api.call";

	/** A message that is sent within a request or a job. */
	public static final String MESSAGE_SEND = "message.send";

	/** A process that this one has started, or follows. */
	public static final String WORKER_RUN = "worker.run";

	/**
	 * Tells a backend that it missed spans, or log records: there it is the event name.
	 */
	public static final String DATA_LOSS = "telemetry.data_loss";

	private SpanNames() {
	}

}
