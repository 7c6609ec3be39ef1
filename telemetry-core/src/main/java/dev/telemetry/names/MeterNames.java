package dev.telemetry.names;

/**
 * Names and tags of the meters that the product registers.
 *
 * @since 0.1.0
 */
public final class MeterNames {

	/** Timer of finished requests, with the tags and values that Spring Boot uses. */
	public static final String HTTP_SERVER_REQUESTS = "http.server.requests";

	/** Gauge of requests that are being served. */
	public static final String HTTP_SERVER_ACTIVE_REQUESTS = "http.server.active.requests";

	/** Timer of finished jobs. */
	public static final String JOB_RUN = "job.run";

	/** Gauge of jobs that are running. */
	public static final String JOB_RUNNING = "job.running";

	/**
	 * Gauge of how long the longest of the jobs that run has been running, in seconds.
	 */
	public static final String JOB_RUNNING_LONGEST = "job.running.longest";

	/** Gauge of the progress of that job, where jobs report it. */
	public static final String JOB_PROGRESS_DONE = "job.progress.done";

	/** Gauge of what that job has to do in all, where jobs report it. */
	public static final String JOB_PROGRESS_EXPECTED = "job.progress.expected";

	/** Gauge of when a job last succeeded, in seconds since 1970. */
	public static final String JOB_LAST_SUCCESS = "job.last.success";

	/** Gauge of when a job last failed, in seconds since 1970. */
	public static final String JOB_LAST_FAILURE = "job.last.failure";

	/** Counter of jobs that were skipped: they neither succeeded nor failed. */
	public static final String JOB_SKIPPED = "job.skipped";

	/**
	 * Counter of job reports by what became of them: written, failed, uploaded or
	 * upload_failed.
	 */
	public static final String JOB_REPORTS = "telemetry.job.reports";

	/** Gauge of the length of a queue. */
	public static final String QUEUE_DEPTH = "queue.depth";

	/** Timer of finished calls to other services. */
	public static final String EXTERNAL_API_CALL = "external.api.call";

	/** Counter of calls to other services that were skipped. */
	public static final String EXTERNAL_API_SKIPPED = "external.api.skipped";

	/**
	 * Counter of failures inside the product that were kept away from the application.
	 */
	public static final String INTERNAL_FAILURES = "telemetry.internal.failures";

	/**
	 * Counter of scopes that were left open, and whose thread was given back the context
	 * before.
	 */
	public static final String CONTEXT_LEAKS = "telemetry.context.leaks";

	/** Counter of secrets that were replaced in what is exported, by kind. */
	public static final String PRIVACY_REDACTIONS = "telemetry.privacy.redactions";

	/**
	 * Counter of texts that were replaced as a whole because they could not be looked
	 * through.
	 */
	public static final String PRIVACY_FAILURES = "telemetry.privacy.failures";

	/**
	 * Counter of local roots by the reason why they were kept, {@code none} otherwise.
	 */
	public static final String SAMPLING_TRACES = "telemetry.sampling.traces";

	/** Counter of local roots beyond the limit of their reason in that second. */
	public static final String SAMPLING_REFUSED = "telemetry.sampling.refused";

	/** Counter of ended spans by outcome: kept, not kept, or lost. */
	public static final String SAMPLING_SPANS = "telemetry.sampling.spans";

	/** Gauge of spans that are open or wait for the decision on their trace. */
	public static final String SAMPLING_SPANS_HELD = "telemetry.sampling.spans.held";

	/** Gauge of the share of the traces that is kept at random now. */
	public static final String SAMPLING_RATIO = "telemetry.sampling.ratio";

	/**
	 * Gauge of how many traces are to be sampled in a minute, where the ratio is adapted.
	 */
	public static final String SAMPLING_TARGET = "telemetry.sampling.target.traces.per.minute";

	/** Gauge of the duration beyond which a request is slow now. */
	public static final String SAMPLING_SLOW_THRESHOLD = "telemetry.sampling.slow.threshold";

	/** Counter of events of the recorder that were not recorded, by reason. */
	public static final String EVENTS_LEFT_OUT = "telemetry.events.left.out";

	/** Counter of changes that were made at run time, by setting. */
	public static final String CONTROL_CHANGES = "telemetry.control.changes";

	/** Gauge of how many changes of a setting at run time are in force. */
	public static final String CONTROL_ACTIVE = "telemetry.control.active";

	/** Gauge of whether traces that are not sampled may still be kept now. */
	public static final String SAMPLING_ENABLED = "telemetry.sampling.enabled";

	/** Gauge of the share of the jobs that is kept at random now. */
	public static final String SAMPLING_JOB_RATIO = "telemetry.sampling.job.ratio";

	/** Gauge of the duration beyond which a job is slow now. */
	public static final String SAMPLING_JOB_SLOW_THRESHOLD = "telemetry.sampling.job.slow.threshold";

	/** Gauge of how many jobs of a type can be sampled in a second now. */
	public static final String SAMPLING_MAX_JOBS = "telemetry.sampling.max.jobs.per.second";

	/** Gauge of how many traces callers may sample in a second now. */
	public static final String SAMPLING_MAX_PARENTS = "telemetry.sampling.max.parents.per.second";

	/** Gauge of how many traces can be kept for errors in a second now. */
	public static final String SAMPLING_MAX_ERRORS = "telemetry.sampling.max.errors.per.second";

	/** Gauge of how many traces can be kept for being slow in a second now. */
	public static final String SAMPLING_MAX_SLOW = "telemetry.sampling.max.slow.per.second";

	/** Gauge of the time without a trace after which one of a route is kept now. */
	public static final String SAMPLING_ROUTE_INTERVAL = "telemetry.sampling.route.interval";

	/** Gauge of whether there is a dry run now. */
	public static final String SAMPLING_DRY_RUN = "telemetry.sampling.dry.run";

	/** Gauge that is 1 for the current value of keep-errors, and 0 for the others. */
	public static final String SAMPLING_KEEP_ERRORS = "telemetry.sampling.keep.errors";

	/** Gauge that is 1 for the current value of parent, and 0 for the others. */
	public static final String SAMPLING_PARENT = "telemetry.sampling.parent";

	/** One of the values that a setting can have. */
	public static final String TAG_VALUE = "value";

	/** Name of a setting, as in the configuration. */
	public static final String TAG_SETTING = "setting";

	/** Counter of spans that were handed over to an exporter. */
	public static final String SPANS_HANDED_OVER = "telemetry.spans.handed.over";

	/** Counter of spans that a backend acknowledged. */
	public static final String SPANS_EXPORTED = "telemetry.spans.exported";

	/** Counter of spans that are lost on the way to a backend. */
	public static final String SPANS_DROPPED = "telemetry.spans.dropped";

	/** Gauge of spans that wait for a backend, or are being sent. */
	public static final String SPANS_QUEUED = "telemetry.spans.queued";

	/** Gauge of how many spans can wait for a backend. */
	public static final String SPANS_QUEUE_CAPACITY = "telemetry.spans.queue.capacity";

	/** Gauge of the memory of spans that wait for a backend, in bytes. */
	public static final String SPANS_QUEUED_SIZE = "telemetry.spans.queued.size";

	/** Gauge of the limit of the memory of spans that wait, in bytes. */
	public static final String SPANS_QUEUE_MAX_SIZE = "telemetry.spans.queue.max.size";

	/** Gauge of spans that wait on the disk for a backend. */
	public static final String SPANS_SPOOLED = "telemetry.spans.spooled";

	/** Counter of log records that were handed over to an exporter. */
	public static final String LOGS_HANDED_OVER = "telemetry.logs.handed.over";

	/** Counter of log records that a backend acknowledged. */
	public static final String LOGS_EXPORTED = "telemetry.logs.exported";

	/** Counter of log records that are lost on the way to a backend. */
	public static final String LOGS_DROPPED = "telemetry.logs.dropped";

	/** Gauge of log records that wait for a backend, or are being sent. */
	public static final String LOGS_QUEUED = "telemetry.logs.queued";

	/** Gauge of how many log records can wait for a backend. */
	public static final String LOGS_QUEUE_CAPACITY = "telemetry.logs.queue.capacity";

	/**
	 * Gauge of how much memory the log records take that wait for a backend, in bytes.
	 */
	public static final String LOGS_QUEUED_SIZE = "telemetry.logs.queued.size";

	/** Gauge of the limit of the memory of log records that wait, in bytes. */
	public static final String LOGS_QUEUE_MAX_SIZE = "telemetry.logs.queue.max.size";

	/** Counter of log records that were captured. */
	public static final String LOGS_CAPTURED = "telemetry.logs.captured";

	/**
	 * Gauge of log records that wait for exporters or for the decision on their trace.
	 */
	public static final String LOGS_WAITING = "telemetry.logs.waiting";

	/** Counter of log records that should be exported and are not, by reason. */
	public static final String LOGS_LEFT_OUT = "telemetry.logs.left.out";

	/** Counter of how often the appender was attached again after it was removed. */
	public static final String LOGS_PUT_BACK = "telemetry.logs.put.back";

	/** Gauge of worker processes that are running. */
	public static final String WORKERS_RUNNING = "telemetry.workers.running";

	/** Counter of lines that worker processes printed, by outcome and reason. */
	public static final String WORKER_LINES = "telemetry.worker.lines";

	/** Counter of times in lines of workers that were moved into their run time. */
	public static final String WORKER_CLAMPED = "telemetry.worker.clamped";

	/** Gauge of the memory of lines that wait to be read, in bytes. */
	public static final String WORKER_QUEUED_SIZE = "telemetry.worker.queued.size";

	/** Gauge of the limit of the memory of lines that wait, in bytes. */
	public static final String WORKER_QUEUE_MAX_SIZE = "telemetry.worker.queue.max.size";

	/** Counter of events of worker processes that are in the catalogue. */
	public static final String WORKER_EVENTS = "worker.events";

	/** Counter of events of worker processes that are not in the catalogue. */
	public static final String WORKER_UNKNOWN_EVENTS = "telemetry.worker.unknown.events";

	/** Counter of bytes that were sent over the network, after compression. */
	public static final String EXPORT_SENT = "telemetry.export.sent";

	/** Gauge of how many spans may be exported in a minute. */
	public static final String BUDGET_SPANS = "telemetry.budget.spans.per.minute";

	/** Gauge of how many bytes may be sent in a minute. */
	public static final String BUDGET_BYTES = "telemetry.budget.bytes.per.minute";

	/** Gauge of how many series there may be. */
	public static final String BUDGET_SERIES = "telemetry.budget.series";

	/** Gauge of how many series there are, if there is a budget for them. */
	public static final String SERIES = "telemetry.series";

	/** Timer of batches that are sent. */
	public static final String EXPORT_DURATION = "telemetry.export.duration";

	/** Gauge that is 1 for the state of the circuit breaker, and 0 for the others. */
	public static final String EXPORT_BREAKER = "telemetry.export.breaker";

	/** What is counted; of exports, {@link #KIND_SPANS} or {@link #KIND_LOGS}. */
	public static final String TAG_KIND = "kind";

	/** Value of {@link #TAG_KIND} for spans. */
	public static final String KIND_SPANS = "spans";

	/** Value of {@link #TAG_KIND} for log records. */
	public static final String KIND_LOGS = "logs";

	/** Name of an exporter. */
	public static final String TAG_EXPORTER = "exporter";

	/** State of a circuit breaker: {@code closed}, {@code open} or {@code half_open}. */
	public static final String TAG_STATE = "state";

	/** Why a trace is kept, {@code none} if it is not; or why a span is lost. */
	public static final String TAG_REASON = "reason";

	/** Simple class name of the exception, or {@code none}. */
	public static final String TAG_ERROR = "error";

	/**
	 * Simple class name of the exception, its full name if that is empty, or
	 * {@code none}.
	 */
	public static final String TAG_EXCEPTION = "exception";

	/** Request method, {@code UNKNOWN} when it is none that HTTP defines. */
	public static final String TAG_METHOD = "method";

	/** Outcome group of the status. */
	public static final String TAG_OUTCOME = "outcome";

	/** Response status. */
	public static final String TAG_STATUS = "status";

	/** Matched pattern without the context path, or a constant word. */
	public static final String TAG_URI = "uri";

	/** Queue of a job. */
	public static final String TAG_QUEUE = "queue";

	/** What kind of job it is. */
	public static final String TAG_TYPE = "type";

	/** Name of the called service. */
	public static final String TAG_SERVICE = "service";

	/** Operation of a call. */
	public static final String TAG_OPERATION = "operation";

	/** Whether a job or a call succeeded: {@code true} or {@code false}. */
	public static final String TAG_SUCCESS = "success";

	/** A group of worker processes that do the same. */
	public static final String TAG_POOL = "pool";

	/** Name of an event in the catalogue. */
	public static final String TAG_EVENT = "event";

	/** Stands for all values beyond the limit. */
	public static final String OTHER = "other";

	private MeterNames() {
	}

}
