package dev.telemetry.autoconfigure;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.opentelemetry.api.baggage.propagation.W3CBaggagePropagator;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

/**
 * Tests whether the jars of OpenTelemetry fit each other. If they do not, an application
 * would start nevertheless, and each request would fail in the code that traces it. Jars
 * of one release fit; for others, the probe records a span at start and drops it. It
 * makes no context current, because that would initialize the context storage before the
 * application can configure it. The first call runs the test. Thread safe.
 */
final class TracingProbe {

	static final String SDK_CLASS = "io.opentelemetry.sdk.trace.SdkTracerProvider";

	/** One class of each jar that tracing needs. */
	private static final List<String> CLASSES = List.of("io.opentelemetry.api.OpenTelemetry",
			"io.opentelemetry.context.Context", "io.opentelemetry.common.ComponentLoader",
			"io.opentelemetry.sdk.common.Clock", SDK_CLASS);

	/** A class of a jar that the others use if it is present. */
	private static final String INCUBATOR_CLASS = "io.opentelemetry.api.incubator.trace.ExtendedDefaultTracerProvider";

	private final @Nullable ClassLoader classLoader;

	private boolean probed;

	private @Nullable Throwable clash;

	/**
	 * Creates a probe that has not run yet.
	 * @param classLoader class loader of the application
	 */
	TracingProbe(@Nullable ClassLoader classLoader) {
		this.classLoader = classLoader;
	}

	/**
	 * Runs the test, unless it has run.
	 * @return the failure, or {@code null} if tracing works or the SDK is missing
	 */
	synchronized @Nullable Throwable clash() {
		if (!this.probed) {
			this.clash = trace();
			this.probed = true;
		}
		return this.clash;
	}

	private @Nullable Throwable trace() {
		if (!ClassUtils.isPresent(SDK_CLASS, this.classLoader) || areOfOneRelease()) {
			return null;
		}
		try {
			Attempt.trace();
			return null;
		}
		catch (Throwable ex) {
			return ex;
		}
	}

	// Tracing would load some ninety classes that the start does not need otherwise. In a
	// merged jar, all classes have the release and the title of that jar.
	private boolean areOfOneRelease() {
		Set<@Nullable String> releases = new HashSet<>();
		Set<@Nullable String> titles = new HashSet<>();
		try {
			for (String name : CLASSES) {
				Package jar = ClassUtils.forName(name, this.classLoader).getPackage();
				releases.add(jar.getImplementationVersion());
				titles.add(jar.getImplementationTitle());
			}
		}
		catch (ClassNotFoundException | LinkageError ex) {
			return false;
		}
		return releases.size() == 1 && !releases.contains(null) && titles.size() > 1
				&& !ClassUtils.isPresent(INCUBATOR_CLASS, this.classLoader);
	}

	/** A class of its own, because linking it may fail as well. */
	private static final class Attempt {

		private static void trace() {
			TextMapPropagator propagator = TextMapPropagator.composite(W3CTraceContextPropagator.getInstance(),
					W3CBaggagePropagator.getInstance());
			Context parent = propagator.extract(Context.root(), "", new CallerGetter());
			try (SdkTracerProvider provider = provider()) {
				Span span = provider.get("probe").spanBuilder("probe").setParent(parent).startSpan();
				span.setAttribute(AttributeKey.stringKey("probe"), "probe");
				span.setStatus(StatusCode.ERROR).recordException(new IllegalStateException("probe"));
				span.end();
			}
		}

		// From version 1.67 on, OpenTelemetry records nothing without a processor.
		private static SdkTracerProvider provider() {
			return SdkTracerProvider.builder()
				.addSpanProcessor(SimpleSpanProcessor.create(SpanExporter.composite()))
				.build();
		}

	}

	private static final class CallerGetter implements TextMapGetter<String> {

		@Override
		public Iterable<String> keys(String carrier) {
			return W3CTraceContextPropagator.getInstance().fields();
		}

		@Override
		public @Nullable String get(@Nullable String carrier, String key) {
			return (key.equals("traceparent")) ? "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00" : null;
		}

	}

}
