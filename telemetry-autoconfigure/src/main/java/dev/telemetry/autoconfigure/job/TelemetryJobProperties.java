package dev.telemetry.autoconfigure.job;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.core.Ordered;

import dev.telemetry.record.OperationSettings.JobSpanName;

/**
 * Jobs.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
@ConfigurationProperties("telemetry.job")
public class TelemetryJobProperties {

	/** Inside of asynchronous execution, outside of everything that has an order. */
	static final int DEFAULT_ORDER = Ordered.HIGHEST_PRECEDENCE + 1_000;

	/**
	 * Whether annotated and scheduled methods are recorded as jobs. This does not affect
	 * the recorder.
	 */
	private boolean enabled = true;

	/**
	 * Whether jobs of Spring Batch are recorded as jobs of the queue named batch, with
	 * their steps below, in place of the spans that Spring Boot would make.
	 */
	private boolean batch = true;

	/**
	 * Whether listeners of JMS are recorded as jobs of the queue named as their
	 * destination, in the trace of the sender, and templates pass the trace on. Both in
	 * place of the spans that Spring would make.
	 */
	private boolean jms = true;

	/**
	 * Whether listeners of Kafka are recorded as jobs of the queue named as their topic,
	 * in the trace of the sender, and templates pass the trace on. Both in place of the
	 * spans that Spring for Apache Kafka would make.
	 */
	private boolean kafka = true;

	/**
	 * Whether listeners of RabbitMQ are recorded as jobs of the queue that their message
	 * came from, in the trace of the sender, and templates pass the trace on. Both in
	 * place of the spans that Spring AMQP would make.
	 */
	private boolean rabbit = true;

	/**
	 * Whether scheduled methods are recorded as jobs of the queue named scheduled, in
	 * place of the span that Spring Boot makes for them.
	 */
	private boolean scheduled = true;

	/**
	 * Whether tasks that code gives to a scheduler of Spring are recorded as jobs of the
	 * queue named scheduled, also those that a SchedulingConfigurer registers.
	 */
	private boolean tasks = true;

	/**
	 * Whether jobs of Quartz are recorded as jobs of the queue named quartz.
	 */
	private boolean quartz = true;

	/**
	 * Whether a job that is started within a request, or within another span that belongs
	 * to no job, has a trace of its own with a link to that span, unless the job itself
	 * specifies its trace.
	 */
	private boolean newTrace;

	/**
	 * Order of jobs and timers of annotated methods among other advice, as in Spring:
	 * lower is further outside. By default, they are outside of all but asynchronous
	 * execution.
	 */
	private int order = DEFAULT_ORDER;

	/**
	 * Interval in which a running job that is sampled makes a span job.heartbeat, with
	 * its progress and statistics so far. At least 1s. By default, there is none.
	 */
	private @Nullable Duration heartbeat;

	/**
	 * How spans of jobs are named: always job.run, or by queue and type, such as job
	 * stock/reconciliation.
	 */
	private JobSpanName spanName = JobSpanName.JOB_RUN;

	/**
	 * Reports of jobs.
	 */
	private final Report report = new Report();

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public boolean isBatch() {
		return this.batch;
	}

	public void setBatch(boolean batch) {
		this.batch = batch;
	}

	public boolean isJms() {
		return this.jms;
	}

	public void setJms(boolean jms) {
		this.jms = jms;
	}

	public boolean isKafka() {
		return this.kafka;
	}

	public void setKafka(boolean kafka) {
		this.kafka = kafka;
	}

	public boolean isRabbit() {
		return this.rabbit;
	}

	public void setRabbit(boolean rabbit) {
		this.rabbit = rabbit;
	}

	public boolean isScheduled() {
		return this.scheduled;
	}

	public void setScheduled(boolean scheduled) {
		this.scheduled = scheduled;
	}

	public boolean isTasks() {
		return this.tasks;
	}

	public void setTasks(boolean tasks) {
		this.tasks = tasks;
	}

	public boolean isQuartz() {
		return this.quartz;
	}

	public void setQuartz(boolean quartz) {
		this.quartz = quartz;
	}

	public boolean isNewTrace() {
		return this.newTrace;
	}

	public void setNewTrace(boolean newTrace) {
		this.newTrace = newTrace;
	}

	public @Nullable Duration getHeartbeat() {
		return this.heartbeat;
	}

	public void setHeartbeat(@Nullable Duration heartbeat) {
		this.heartbeat = heartbeat;
	}

	public JobSpanName getSpanName() {
		return this.spanName;
	}

	public void setSpanName(JobSpanName spanName) {
		this.spanName = spanName;
	}

	public int getOrder() {
		return this.order;
	}

	public void setOrder(int order) {
		this.order = order;
	}

	public Report getReport() {
		return this.report;
	}

	/**
	 * Whether jobs leave reports. All else about them is looked at only if they do.
	 */
	public static class Report {

		/**
		 * Whether each job leaves a report: a summary, and a line for each of its spans.
		 */
		private boolean enabled;

		public boolean isEnabled() {
			return this.enabled;
		}

		public void setEnabled(boolean enabled) {
			this.enabled = enabled;
		}

	}

}
