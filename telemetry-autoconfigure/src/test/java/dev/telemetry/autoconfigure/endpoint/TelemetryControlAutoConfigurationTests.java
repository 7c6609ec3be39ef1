package dev.telemetry.autoconfigure.endpoint;

import java.util.List;
import java.util.Map;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;

import dev.telemetry.autoconfigure.TelemetryAutoConfiguration;
import dev.telemetry.autoconfigure.export.TelemetryExportAutoConfiguration;
import dev.telemetry.autoconfigure.privacy.TelemetryPrivacyAutoConfiguration;
import dev.telemetry.autoconfigure.sampling.TelemetrySamplingAutoConfiguration;
import dev.telemetry.sampling.SamplingControl;

import static org.assertj.core.api.Assertions.assertThat;

class TelemetryControlAutoConfigurationTests {

	private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(TelemetryAutoConfiguration.class,
				TelemetryExportAutoConfiguration.class, TelemetrySamplingAutoConfiguration.class,
				TelemetryPrivacyAutoConfiguration.class, TelemetryControlAutoConfiguration.class,
				OpenTelemetrySdkAutoConfiguration.class, OpenTelemetryTracingAutoConfiguration.class))
		.withPropertyValues("telemetry.enabled=true", "telemetry.otel.exporter=console");

	private final WebApplicationContextRunner exposed = this.runner
		.withPropertyValues("management.endpoints.web.exposure.include=telemetry");

	@ParameterizedTest
	@CsvSource({ "web, telemetry, , true", "web, *, , true", "web, health, , false", "jmx, telemetry, , true",
			"web, telemetry, none, false", "web, telemetry, read-only, true", "web, telemetry, unrestricted, true" })
	void isThereWhereItIsExposedAndMayBeAccessed(String exposure, String included, String access, boolean there) {
		WebApplicationContextRunner runner = this.runner
			.withInitializer(
					(context) -> context.getEnvironment().setConversionService(new ApplicationConversionService()))
			.withPropertyValues("management.endpoints." + exposure + ".exposure.include=" + included,
					"spring.jmx.enabled=true");
		if (access != null) {
			runner = runner.withPropertyValues("management.endpoint.telemetry.access=" + access);
		}
		runner.run((context) -> {
			assertThat(context.getBeansOfType(TelemetryEndpoint.class)).hasSize((there) ? 1 : 0);
			assertThat(context.getBeansOfType(TelemetrySection.class).isEmpty()).isEqualTo(!there);
		});
	}

	@Test
	void isNotThereWhileOff() {
		this.exposed.withPropertyValues("telemetry.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(TelemetryEndpoint.class));
	}

	@Test
	void showsEachPartByItself() {
		this.exposed.run((context) -> {
			TelemetryEndpoint endpoint = context.getBean(TelemetryEndpoint.class);
			assertThat(endpoint.read()).containsOnlyKeys("switch", "overrides", "exporters", "sampling", "privacy",
					"failures");
			assertThat(endpoint.section("exporters")).asInstanceOf(InstanceOfAssertFactories.LIST)
				.singleElement()
				.extracting("name", "state")
				.containsExactly("console", "There was nothing to send yet.");
			assertThat(endpoint.section("sampling")).extracting("configured.ratio", "inForce.ratio", "head")
				.containsExactly(0.02, 0.02, "telemetry");
			assertThat(endpoint.section("switch")).extracting("enabled", "setBy")
				.containsExactly(true, "telemetry.enabled");
			assertThat(endpoint.section("nothing")).isNull();
		});
	}

	@Test
	void withMetricsAloneThereIsNothingToChange() {
		this.exposed.withPropertyValues("telemetry.backend=prom").run((context) -> {
			assertThat(context.getBean(TelemetryEndpoint.class).read()).containsOnlyKeys("switch", "overrides",
					"failures");
			assertThat(context.getBean(TelemetryWebEndpoint.class)
				.change("sampling.ratio", "1", null, SecurityContext.NONE)
				.getBody()).containsEntry("allowed", List.of());
		});
	}

	@Test
	void aChangeHoldsAndIsCounted() {
		this.exposed.withBean(MeterRegistry.class, SimpleMeterRegistry::new).run((context) -> {
			Map<String, Object> answer = context.getBean(TelemetryWebEndpoint.class)
				.change("sampling.ratio", "1", null, SecurityContext.NONE)
				.getBody();
			assertThat(answer).extractingByKey("changed").asInstanceOf(InstanceOfAssertFactories.LIST).hasSize(1);
			assertThat(context.getBean(SamplingControl.class).settings().ratio().value()).isEqualTo(1);
			assertThat(context.getBean(TelemetryEndpoint.class).section("sampling"))
				.extracting("configured.ratio", "inForce.ratio")
				.containsExactly(0.02, 1.0);
			assertThat(context.getBean(MeterRegistry.class)
				.get("telemetry.control.changes")
				.tag("setting", "sampling.ratio")
				.counter()
				.count()).isEqualTo(1);
		});
	}

	@ParameterizedTest
	@CsvSource({ "sampling.enabled, false, telemetry.sampling.enabled, , 1, 0",
			"sampling.dry-run, true, telemetry.sampling.dry.run, , 0, 1",
			"sampling.job-ratio, 0.25, telemetry.sampling.job.ratio, , 1, 0.25",
			"sampling.job-slow-threshold, 90s, telemetry.sampling.job.slow.threshold, , NaN, 90",
			"sampling.route-interval, 1m, telemetry.sampling.route.interval, , 600, 60",
			"sampling.max-jobs-per-second, 3, telemetry.sampling.max.jobs.per.second, , 10, 3",
			"sampling.max-parents-per-second, 3, telemetry.sampling.max.parents.per.second, , 100, 3",
			"sampling.max-errors-per-second, 3, telemetry.sampling.max.errors.per.second, , 10, 3",
			"sampling.max-slow-per-second, 3, telemetry.sampling.max.slow.per.second, , 10, 3",
			"sampling.keep-errors, any, telemetry.sampling.keep.errors, any, 0, 1",
			"sampling.parent, ignore, telemetry.sampling.parent, ignore, 0, 1" })
	void prometheusSaysThatAChangeTookEffectAndEnded(String setting, String value, String meter, String tag,
			double before, double after) {
		this.exposed.withBean(MeterRegistry.class, SimpleMeterRegistry::new).run((context) -> {
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			context.getBeanProvider(MeterBinder.class).forEach((binder) -> binder.bindTo(registry));
			Tags tags = (tag != null) ? Tags.of("value", tag) : Tags.empty();
			TelemetryWebEndpoint endpoint = context.getBean(TelemetryWebEndpoint.class);
			assertThat(registry.get(meter).tags(tags).gauge().value()).isEqualTo(Double.valueOf(before));
			assertThat(endpoint.change(setting, value, null, SecurityContext.NONE).getStatus()).isEqualTo(200);
			assertThat(registry.get(meter).tags(tags).gauge().value()).isEqualTo(after);
			Gauge active = registry.get("telemetry.control.active").tag("setting", setting).gauge();
			assertThat(active.value()).isEqualTo(1);
			endpoint.reset(SecurityContext.NONE);
			assertThat(registry.get(meter).tags(tags).gauge().value()).isEqualTo(Double.valueOf(before));
			assertThat(active.value()).isZero();
		});
	}

	@Test
	void asManyChangesOfASettingAsThereAreMicrometerHasNothingToSay() {
		Logger logger = (Logger) LoggerFactory.getLogger(MeterRegistry.class);
		Level before = logger.getLevel();
		ListAppender<ILoggingEvent> said = new ListAppender<>();
		said.start();
		// The first time it is a warning, then it is one of the level DEBUG.
		logger.setLevel(Level.DEBUG);
		logger.addAppender(said);
		try {
			this.exposed.withBean(MeterRegistry.class, SimpleMeterRegistry::new).run((context) -> {
				TelemetryWebEndpoint endpoint = context.getBean(TelemetryWebEndpoint.class);
				endpoint.change("sampling.ratio", "1", null, SecurityContext.NONE);
				endpoint.change("sampling.ratio", "0.5", null, SecurityContext.NONE);
				endpoint.reset(SecurityContext.NONE);
			});
			assertThat(said.list).extracting(ILoggingEvent::getFormattedMessage)
				.noneMatch((message) -> message.contains("already registered"));
		}
		finally {
			logger.detachAppender(said);
			logger.setLevel(before);
		}
	}

	@Test
	void aTargetIsShownWithTheRatioThatItHasLedTo() {
		this.exposed.withPropertyValues("telemetry.sampling.target-traces-per-minute=60").run((context) -> {
			context.getBean(SamplingControl.class).override((settings) -> settings);
			assertThat(context.getBean(TelemetryEndpoint.class).section("sampling"))
				.extracting("ratioBy", "configured.targetTracesPerMinute", "inForce.targetTracesPerMinute")
				.containsExactly("target", 60, 60);
			TelemetryWebEndpoint endpoint = context.getBean(TelemetryWebEndpoint.class);
			endpoint.change("sampling.target-traces-per-minute", "30", null, SecurityContext.NONE);
			endpoint.change("sampling.ratio", "1", null, SecurityContext.NONE);
			assertThat(context.getBean(TelemetryEndpoint.class).section("sampling"))
				.extracting("ratioBy", "configured.targetTracesPerMinute", "inForce.targetTracesPerMinute",
						"configured.ratio", "inForce.ratio")
				.containsExactly("override of anonymous", 60, 30, 0.02, 1.0);
		});
	}

	@Test
	void aSamplerOfTheApplicationIsNamed() {
		this.exposed.withBean(Sampler.class, Sampler::alwaysOn).run((context) -> {
			assertThat(context.getBean(TelemetryEndpoint.class).section("sampling")).extracting("head")
				.isEqualTo("a bean of the application");
			assertThat(context.getBean(Overrides.class).names()).doesNotContain("sampling.ratio");
		});
	}

	@Test
	void doesWithoutMicrometer() {
		this.exposed.withClassLoader(new FilteredClassLoader(MeterRegistry.class))
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(TelemetryEndpoint.class));
	}

	@Test
	void aContextBelowShowsNothingOfItsOwn() {
		this.exposed.run((parent) -> this.exposed.withParent(parent)
			.run((context) -> assertThat(context.getBeanFactory().getBeansOfType(TelemetrySection.class)).isEmpty()));
	}

}
