package dev.telemetry.autoconfigure.property;

/**
 * Names of properties that more than one class reads.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class PropertyNames {

	/** The switch. */
	public static final String ENABLED = "telemetry.enabled";

	/** What is reported. */
	public static final String BACKEND = "telemetry.backend";

	/** Name of the service in traces. */
	public static final String SERVICE_NAME = "telemetry.service-name";

	/** Prefix of what is exported, and where to. */
	public static final String OTEL = "telemetry.otel.";

	/** Where spans go. */
	public static final String EXPORTER = OTEL + "exporter";

	/** URL of the OTLP backend. */
	public static final String ENDPOINT = OTEL + "endpoint";

	/** Headers of each request to the backend. */
	public static final String HEADERS = OTEL + "headers";

	/** Longest time to send what is queued when the application ends. */
	public static final String SHUTDOWN_TIMEOUT = "telemetry.export.shutdown-timeout";

	/** Name of the deployment environment in traces. */
	public static final String DEPLOYMENT_ENVIRONMENT = "telemetry.deployment-environment";

	/** The share of the traces that is kept. */
	public static final String RATIO = "telemetry.sampling.ratio";

	/** How many traces are to be sampled in a minute. */
	public static final String TARGET = "telemetry.sampling.target-traces-per-minute";

	/** Group of the export of log records, without a dot. */
	public static final String LOGS = "telemetry.logs";

	/** Group of the budgets, without a dot. */
	public static final String BUDGET = "telemetry.budget";

	/** Whether log records are exported. */
	public static final String LOGS_ENABLED = LOGS + ".enabled";

	/** Group of the viewer, without a dot. */
	public static final String VIEWER = "telemetry.viewer";

	/** Whether the viewer shows recent traces. */
	public static final String VIEWER_ENABLED = VIEWER + ".enabled";

	/** Headers of each request to the viewer of a peer. */
	public static final String VIEWER_PEER_HEADERS = VIEWER + ".peer-headers";

	/** Keys of the ids in the logging context. */
	public static final String LOGGING_KEYS = "telemetry.logging.keys";

	/** Whether jobs are recorded. */
	public static final String JOB_ENABLED = "telemetry.job.enabled";

	/** Group of the reports of jobs, without a dot. */
	public static final String JOB_REPORT = "telemetry.job.report";

	/** Whether reports are stored by Azure's client, where the application has it. */
	public static final String REPORT_UPLOAD_AZURE = JOB_REPORT + ".upload.azure";

	/** URL below which reports are stored as well. */
	public static final String REPORT_UPLOAD_URL = JOB_REPORT + ".upload.url";

	/** Headers of each request that stores a report. */
	public static final String REPORT_UPLOAD_HEADERS = JOB_REPORT + ".upload.headers";

	/** Interval of the heartbeats of a job. */
	public static final String JOB_HEARTBEAT = "telemetry.job.heartbeat";

	/** Whether jobs of Spring Batch are recorded. */
	public static final String JOB_BATCH = "telemetry.job.batch";

	/** Whether listeners of Kafka are recorded as jobs. */
	public static final String JOB_KAFKA = "telemetry.job.kafka";

	/** Whether listeners of JMS are recorded as jobs. */
	public static final String JOB_JMS = "telemetry.job.jms";

	/** Whether listeners of RabbitMQ are recorded as jobs. */
	public static final String JOB_RABBIT = "telemetry.job.rabbit";

	/** Whether scheduled methods are recorded as jobs. */
	public static final String JOB_SCHEDULED = "telemetry.job.scheduled";

	/** Whether tasks that code gives to a scheduler are recorded as jobs. */
	public static final String JOB_TASKS = "telemetry.job.tasks";

	/** Whether jobs of Quartz are recorded. */
	public static final String JOB_QUARTZ = "telemetry.job.quartz";

	/** Whether calls to other services are recorded. */
	public static final String CLIENT_ENABLED = "telemetry.client.enabled";

	/** Names of services by their host, or host and port. */
	public static final String CLIENT_SERVICES = "telemetry.client.services";

	/** Whether there is an OpenTelemetry SDK; {@code OTEL_SDK_DISABLED} sets it. */
	public static final String SDK_ENABLED = "management.opentelemetry.enabled";

	/** Whether Spring Boot exports spans and passes their context on. */
	public static final String TRACING_EXPORT = "management.tracing.export.enabled";

	/** Of Spring Boot: which fields of the baggage are in the logging context. */
	public static final String BAGGAGE_FIELDS = "management.tracing.baggage.correlation.fields";

	/** Name of the application, which is that of the service unless told otherwise. */
	public static final String APPLICATION_NAME = "spring.application.name";

	/** Base path of the endpoints of actuator. */
	public static final String ACTUATOR_PATH = "management.endpoints.web.base-path";

	/** Name of the observation of requests, and so of their timers. */
	public static final String REQUESTS_NAME = "management.observations.http.server.requests.name";

	/** Whether calls by gRPC that are served are observed by telemetry. */
	public static final String GRPC_ENABLED = "telemetry.grpc.enabled";

	/** Base path of WebFlux. */
	public static final String WEBFLUX_PATH = "spring.webflux.base-path";

	/** Whether the context is propagated in reactive code. */
	public static final String REACTOR_PROPAGATION = "spring.reactor.context-propagation";

	/** Path of Spring MVC, below the servlet context. */
	public static final String MVC_PATH = "spring.mvc.servlet.path";

	/** Whether telemetry records requests. */
	public static final String HTTP_ENABLED = "telemetry.http.enabled";

	/** Whether slow requests have the stack of their thread. */
	public static final String SLOW_STACKS = "telemetry.http.slow-stacks";

	/** Key for the keyed hashes that replace secrets. */
	public static final String HMAC_KEY = "telemetry.privacy.hmac-key";

	/** Whether secrets are replaced. */
	public static final String PRIVACY_ENABLED = "telemetry.privacy.enabled";

	/** Whether the parent of a span may come from the environment of the process. */
	public static final String OUTER_CONTEXT = "telemetry.propagation.environment";

	/** Whether Spring Boot exports log records. */
	public static final String LOGGING_EXPORT = "management.logging.export.enabled";

	/** Which measurements have exemplars. */
	public static final String EXEMPLARS = "management.tracing.exemplars.include";

	/** Whether spans get the context of exported log records as attributes. */
	public static final String LOGS_ON_SPANS = LOGS + ".context-on-spans";

	/** Whether jobs are reported. */
	public static final String JOB_REPORT_ENABLED = JOB_REPORT + ".enabled";

	/** How events are exported: on spans, as log records, or both. */
	public static final String EVENTS_AS = "telemetry.events.as";

	private PropertyNames() {
	}

}
