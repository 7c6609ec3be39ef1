package dev.telemetry.benchmarks;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.instrumentation.spring.webmvc.v6_0.SpringWebMvcTelemetry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import jakarta.servlet.Filter;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.util.StringUtils;

/**
 * A way to observe the requests that a server serves.
 */
public enum ServerVariant {

	/** Nothing. */
	BARE("nothing", Source.NONE, 0),

	/** This starter, not switched on. */
	TELEMETRY_OFF("this starter, off", Source.TELEMETRY_OFF, 0),

	/** This starter with metrics only. */
	TELEMETRY_PROMETHEUS("this starter, metrics only", Source.TELEMETRY, 0, "--telemetry.enabled=true",
			"--telemetry.backend=prom"),

	/** This starter with its default ratio and what it keeps beside that. */
	TELEMETRY_2_PERCENT("this starter, 2 %", Source.TELEMETRY, 0, "--telemetry.enabled=true",
			"--telemetry.otel.exporter=none"),

	/** This starter with every trace. */
	TELEMETRY_100_PERCENT("this starter, 100 %", Source.TELEMETRY, 0, "--telemetry.enabled=true",
			"--telemetry.otel.exporter=none", "--telemetry.sampling.ratio=1.0"),

	/** Spring Boot's own observation with metrics and tracing. */
	SPRING_BOOT_2_PERCENT("Spring Boot, 2 %", Source.SPRING_BOOT, 0, "--management.tracing.sampling.probability=0.02"),

	/** The same with every trace. */
	SPRING_BOOT_100_PERCENT("Spring Boot, 100 %", Source.SPRING_BOOT, 0,
			"--management.tracing.sampling.probability=1.0"),

	/** OpenTelemetry's filter for Spring MVC, which has no meters that a scrape sees. */
	OPENTELEMETRY_FILTER_2_PERCENT("OpenTelemetry's filter, 2 %", Source.OPENTELEMETRY, 0.02),

	/** The same with every trace. */
	OPENTELEMETRY_FILTER_100_PERCENT("OpenTelemetry's filter, 100 %", Source.OPENTELEMETRY, 1),

	/** The least that does it: a span, a timer and two fields for the log. */
	BY_HAND_2_PERCENT("by hand, 2 %", Source.BY_HAND, 0.02),

	/** The same with every trace. */
	BY_HAND_100_PERCENT("by hand, 100 %", Source.BY_HAND, 1);

	private static final List<String> COMMON = List.of("--server.port=0", "--spring.main.banner-mode=off",
			"--logging.level.root=error", "--spring.mvc.servlet.load-on-startup=1",
			"--management.endpoints.web.exposure.include=prometheus");

	private static final String TELEMETRY_FILTER = "dev.telemetry.filter";

	private final String title;

	private final Source source;

	private final double ratio;

	private final String properties;

	ServerVariant(String title, Source source, double ratio, String... properties) {
		this.title = title;
		this.source = source;
		this.ratio = ratio;
		this.properties = String.join(" ", properties);
	}

	/**
	 * Returns what a reader calls it.
	 * @return the name
	 */
	public String title() {
		return this.title;
	}

	String[] arguments() {
		return Stream.concat(COMMON.stream(), Stream.of(StringUtils.delimitedListToStringArray(this.properties, " ")))
			.toArray(String[]::new);
	}

	/**
	 * Finds the filter in an application that was started with these arguments, or makes
	 * it.
	 * @param beans the application
	 * @return the filter, or {@code null} if there is none
	 */
	@Nullable Filter filter(ListableBeanFactory beans) {
		return switch (this.source) {
			case NONE -> null;
			case TELEMETRY -> registered(beans, TELEMETRY_FILTER);
			case TELEMETRY_OFF -> (beans.containsBean(TELEMETRY_FILTER)) ? registered(beans, TELEMETRY_FILTER) : null;
			case SPRING_BOOT -> registered(beans, "webMvcObservationFilter");
			case OPENTELEMETRY -> SpringWebMvcTelemetry.create(openTelemetry()).createServletFilter();
			case BY_HAND -> new FilterByHand(openTelemetry());
		};
	}

	private static Filter registered(ListableBeanFactory beans, String name) {
		return Objects.requireNonNull(beans.getBean(name, FilterRegistrationBean.class).getFilter());
	}

	private OpenTelemetry openTelemetry() {
		return OpenTelemetrySdk.builder()
			.setTracerProvider(SdkTracerProvider.builder()
				.setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(this.ratio)))
				.addSpanProcessor(BatchSpanProcessor.builder(new SilentSpanExporter()).build())
				.build())
			.build();
	}

	/**
	 * Where a filter comes from.
	 */
	private enum Source {

		NONE, TELEMETRY, TELEMETRY_OFF, SPRING_BOOT, OPENTELEMETRY, BY_HAND

	}

}
