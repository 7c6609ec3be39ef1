package dev.telemetry.autoconfigure;

/**
 * Names under which a bean factory destroys telemetry when the application ends: open
 * recordings first, then tracing, then job reports.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class ShutdownNames {

	/**
	 * Name of the disposable bean that ends open recordings.
	 */
	public static final String LAST_RECORDINGS = "telemetryLastRecordings";

	/**
	 * Name of the disposable bean that shuts {@link #TRACER_PROVIDER} down, after the
	 * last spans.
	 */
	public static final String LAST_SPANS = "telemetryLastSpans";

	/**
	 * The bean that registers {@link #LAST_SPANS}. Not defined where the
	 * auto-configuration of the export is excluded.
	 */
	public static final String TRACER_PROVIDER_SHUTDOWN = "telemetryTracerProviderShutdown";

	/**
	 * The bean with the pipelines of spans.
	 */
	public static final String SPAN_PIPELINES = "telemetrySpanPipelines";

	/**
	 * Spring Boot's tracer provider, unless the application has a bean of that name.
	 */
	public static final String TRACER_PROVIDER = "otelSdkTracerProvider";

	private ShutdownNames() {
	}

}
