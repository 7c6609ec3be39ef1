package dev.telemetry.autoconfigure.logging;

import java.util.ArrayList;
import java.util.List;

import io.micrometer.tracing.otel.bridge.EventListener;
import io.micrometer.tracing.otel.bridge.OtelTracer.EventPublisher;
import io.micrometer.tracing.otel.bridge.Slf4JBaggageEventListener;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.ObjectArrayAssert;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import dev.telemetry.autoconfigure.TelemetryAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

class ScopeEventsTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(TelemetryAutoConfiguration.class, TelemetryLoggingAutoConfiguration.class,
						OpenTelemetrySdkAutoConfiguration.class, OpenTelemetryTracingAutoConfiguration.class))
		.withPropertyValues("telemetry.enabled=true");

	@Test
	void listenersOfTheApplicationHearOfEachEvent() {
		List<Object> heard = new ArrayList<>();
		this.runner.withBean("mine", EventListener.class, () -> heard::add).run((context) -> {
			context.getBean(EventPublisher.class).publishEvent("attached");
			context.getBean(EventPublisher.class).publishEvent("closed");
			assertThat(heard).containsExactly("attached", "closed");
		});
	}

	@Test
	void springBootsListenerForBaggageIsToldOnlyIfItHasFields() {
		this.runner.run((context) -> {
			assertThat(context).hasSingleBean(Slf4JBaggageEventListener.class);
			listeners(context).hasOnlyElementsOfType(CurrentSpanFields.class);
		});
		this.runner.withPropertyValues("management.tracing.baggage.correlation.fields=tenant")
			.run((context) -> listeners(context).hasAtLeastOneElementOfType(CurrentSpanFields.class)
				.hasAtLeastOneElementOfType(Slf4JBaggageEventListener.class));
	}

	@Test
	void aListenerForBaggageOfTheApplicationIsToldInAnyCase() {
		Slf4JBaggageEventListener mine = new Slf4JBaggageEventListener(List.of("tenant"));
		this.runner.withBean("mine", Slf4JBaggageEventListener.class, () -> mine)
			.run((context) -> listeners(context).contains(mine));
	}

	@Test
	void aPublisherOfTheApplicationStays() {
		EventPublisher mine = (event) -> {
		};
		this.runner.withBean("mine", EventPublisher.class, () -> mine)
			.run((context) -> assertThat(context.getBean(EventPublisher.class)).isSameAs(mine));
	}

	private static ObjectArrayAssert<Object> listeners(ApplicationContext context) {
		return assertThat(context.getBean(EventPublisher.class)).isInstanceOf(ScopeEvents.class)
			.extracting("listeners")
			.asInstanceOf(InstanceOfAssertFactories.ARRAY);
	}

}
