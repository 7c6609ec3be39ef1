package dev.telemetry.starter.matrix;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import dev.telemetry.starter.application.BatchApplication;
import dev.telemetry.starter.application.BatchJobApplication;
import dev.telemetry.starter.application.ChildApplication;
import dev.telemetry.starter.application.QuartzJobApplication;
import dev.telemetry.starter.application.UserBeans;
import dev.telemetry.starter.application.UserConvention;
import dev.telemetry.starter.application.WebApplication;
import dev.telemetry.starter.application.WebMvcSlice;
import dev.telemetry.starter.process.ClassPath;
import dev.telemetry.starter.process.Extent;

/**
 * The rows of the matrix. Those of one group share a class path, and so a process.
 */
final class Variants {

	static final String CONVENTION = "`ServerRequestObservationConvention` bean";

	private static final String AGENT = "Java agent";

	private static final String OPENTELEMETRY_STARTER = "OpenTelemetry's Spring Boot starter";

	private static final String BOOT_STARTER = "`spring-boot-starter-opentelemetry`";

	private static final String EVERYTHING = "everything there";

	private static final String SPAN_FILTER = "`SpanFilter` bean";

	private static final String NO_SDK = "no OpenTelemetry SDK";

	private static final String WEB_FLUX = "WebFlux";

	private static final String NO_WEB = "no web at all";

	/** These have spans without us. */
	static final Set<String> TRACED_BY_OTHERS = Set.of(AGENT, OPENTELEMETRY_STARTER, BOOT_STARTER);

	/** The first rows of the groups that differ most. */
	private static final Set<String> FAR_APART = Set.of(EVERYTHING, SPAN_FILTER, BOOT_STARTER, NO_SDK, WEB_FLUX,
			NO_WEB);

	private static final String BOOT = "org.springframework.boot:spring-boot-starter-";

	private static final ClassPath WEB = ClassPath.of(BOOT + "webmvc", ClassPath.STARTER);

	private static final String SDK = "io.opentelemetry:opentelemetry-sdk";

	private static final String WEB_APPLICATION = WebApplication.class.getName();

	private static final String BATCH_APPLICATION = BatchApplication.class.getName();

	private Variants() {
	}

	static List<List<Variant>> groups() {
		return List.of(List.of(everything(), lazy(), user("Sampler"), user("SpanExporter"), user("SpanProcessor")),
				List.of(user("SpanFilter"), user("SpanExportingPredicate"), user("OpenTelemetry"), convention(),
						child()),
				List.of(agent(), configured(agent())),
				List.of(openTelemetryStarter(), configured(openTelemetryStarter())), List.of(jetty()),
				List.of(security()), List.of(bootStarter(), unconfiguredBootStarter()), List.of(log4j2()),
				List.of(without("actuator", BOOT + "actuator")),
				List.of(without("Prometheus registry", "io.micrometer:micrometer-registry-prometheus")),
				List.of(without("OTLP exporter", "io.opentelemetry:opentelemetry-exporter-otlp")),
				List.of(without("OpenTelemetry SDK", SDK, SDK + "-common", SDK + "-trace", SDK + "-metrics",
						SDK + "-logs", SDK + "-extension-autoconfigure-spi")),
				List.of(without("Micrometer bridge", "io.micrometer:micrometer-tracing-bridge-otel")),
				List.of(devTools()), List.of(webFlux()), List.of(webFluxWithoutPropagation()), List.of(noServer()),
				List.of(noWeb()), List.of(batch()), List.of(quartz()), List.of(slice()));
	}

	/**
	 * The groups that are tried in this build.
	 */
	static List<List<Variant>> triedGroups() {
		return groups().stream().filter((group) -> Extent.isAll() || FAR_APART.contains(group.get(0).name())).toList();
	}

	/**
	 * All variants in the order of the page, which begins with what everybody has.
	 */
	static List<Variant> all() {
		Comparator<Variant> unchangedFirst = Comparator.comparing((variant) -> !variant.classPath().equals(WEB));
		return groups().stream().flatMap(List::stream).sorted(unchangedFirst).toList();
	}

	private static Variant web(String name, ClassPath classPath) {
		return new Variant(name, classPath, List.of(), List.of(WEB_APPLICATION), List.of());
	}

	private static Variant everything() {
		return web(EVERYTHING, WEB);
	}

	private static Variant lazy() {
		return web("lazy initialisation", WEB).properties("spring.main.lazy-initialization=true");
	}

	private static Variant without(String name, String... excluded) {
		return web("no " + name, WEB.without(excluded));
	}

	private static Variant log4j2() {
		return web("Log4j2 instead of Logback", WEB.without(BOOT + "logging").with(BOOT + "log4j2"));
	}

	private static Variant jetty() {
		return web("Jetty instead of Tomcat", WEB.without(BOOT + "tomcat").with(BOOT + "jetty"));
	}

	private static Variant security() {
		return web("Spring Security", WEB.with(BOOT + "security")).properties("spring.security.user.name=user",
				"spring.security.user.password=password");
	}

	private static Variant noServer() {
		return web("Spring MVC without a web server", WEB.without(BOOT + "tomcat")).sources(BATCH_APPLICATION);
	}

	private static Variant noWeb() {
		return web(NO_WEB, ClassPath.of(ClassPath.STARTER)).sources(BATCH_APPLICATION);
	}

	private static Variant batch() {
		return web("Spring Batch", ClassPath.of(ClassPath.STARTER, BOOT + "batch"))
			.sources(BatchJobApplication.class.getName())
			.properties("spring.batch.job.enabled=false");
	}

	private static Variant quartz() {
		return web("Quartz", ClassPath.of(ClassPath.STARTER, BOOT + "quartz"))
			.sources(QuartzJobApplication.class.getName())
			.properties("spring.quartz.wait-for-jobs-to-complete-on-shutdown=true");
	}

	private static Variant slice() {
		return web("test slice (`@WebMvcTest`)", WEB.with("org.springframework.boot:spring-boot-webmvc-test"))
			.sources(WebMvcSlice.class.getName());
	}

	private static Variant webFlux() {
		return web(WEB_FLUX, ClassPath.of(BOOT + "webflux", BOOT + "tomcat", ClassPath.STARTER));
	}

	// Once it is on in a JVM, nobody switches it off again.
	private static Variant webFluxWithoutPropagation() {
		return web("WebFlux, `spring.reactor.context-propagation=limited`", webFlux().classPath())
			.properties("spring.reactor.context-propagation=limited");
	}

	// With a class loader of its own for what is under development.
	private static Variant devTools() {
		return web("`spring-boot-devtools`", WEB.with("org.springframework.boot:spring-boot-devtools"))
			.properties("spring.devtools.livereload.enabled=false");
	}

	private static Variant child() {
		return web("context below another one", WEB).sources(ChildApplication.class.getName())
			.properties("logging.level.io.micrometer.core.instrument.MeterRegistry=debug");
	}

	// It is there to be used: the application says where its traces and meters go.
	private static Variant bootStarter() {
		return web(BOOT_STARTER,
				WEB.with("io.opentelemetry.proto:opentelemetry-proto").withCopied("micrometer-registry-otlp.jar"))
			.properties("management.tracing.sampling.probability=1.0",
					"management.opentelemetry.tracing.export.otlp.endpoint=" + Variant.ENDPOINT,
					"management.otlp.metrics.export.url=" + Variant.ENDPOINT);
	}

	// It is on the class path, and so makes ids and passes them on.
	private static Variant unconfiguredBootStarter() {
		return web("`spring-boot-starter-opentelemetry`, not configured", bootStarter().classPath());
	}

	// An application that came from Spring Boot's tracing and has not cleaned up.
	private static Variant configured(Variant other) {
		return new Variant(other.name() + ", and `management.tracing.*` set", other.classPath(), other.jvmArguments(),
				other.sources(),
				Stream.concat(other.properties().stream(), Stream.of("management.tracing.sampling.probability=1.0"))
					.toList());
	}

	private static Variant openTelemetryStarter() {
		return web(OPENTELEMETRY_STARTER,
				WEB.with("io.opentelemetry.instrumentation:opentelemetry-spring-boot-starter"))
			.properties("otel.exporter.otlp.traces.endpoint=" + Variant.ENDPOINT, "otel.metrics.exporter=none",
					"otel.logs.exporter=none", "otel.bsp.schedule.delay=100");
	}

	private static Variant agent() {
		return web(AGENT, WEB).jvm("-javaagent:target/extra-jars/opentelemetry-javaagent.jar",
				"-Dotel.exporter.otlp.traces.endpoint=" + Variant.ENDPOINT,
				"-Dotel.exporter.otlp.traces.protocol=http/protobuf", "-Dotel.metrics.exporter=none",
				"-Dotel.logs.exporter=none", "-Dotel.bsp.schedule.delay=100");
	}

	private static Variant convention() {
		return web(CONVENTION, WEB).sources(WEB_APPLICATION, UserConvention.class.getName());
	}

	private static Variant user(String type) {
		return web("`" + type + "` bean", WEB).sources(WEB_APPLICATION, UserBeans.class.getName() + "$Of" + type);
	}

}
