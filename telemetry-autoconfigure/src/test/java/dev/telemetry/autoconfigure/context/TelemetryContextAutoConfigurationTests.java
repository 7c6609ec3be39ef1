package dev.telemetry.autoconfigure.context;

import java.util.Map;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.extension.trace.propagation.B3Propagator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.tracing.autoconfigure.ConditionalOnEnabledTracingExport;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import dev.telemetry.autoconfigure.TelemetryAutoConfiguration;
import dev.telemetry.context.W3CTraceContext;

import static org.assertj.core.api.Assertions.assertThat;

class TelemetryContextAutoConfigurationTests {

	private static final String OURS = "telemetryContextPropagators";

	private static final String TRACE_PARENT = "00-12345678901234567890123456789012-1234567890123456-01";

	private static final String B3 = "abcdefabcdefabcdefabcdefabcdefab-abcdefabcdefabcd-1";

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(TelemetryAutoConfiguration.class, TelemetryContextAutoConfiguration.class,
						OpenTelemetrySdkAutoConfiguration.class, OpenTelemetryTracingAutoConfiguration.class))
		.withPropertyValues("telemetry.enabled=true");

	@Test
	void readsW3CByDefault() {
		this.runner.run((context) -> {
			assertThat(context).hasSingleBean(ContextPropagators.class).hasBean(OURS);
			assertThat(propagator(context)).isInstanceOf(W3CTraceContext.class);
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "consume=w3c", "consume=W3C", "consume=b3,w3c", "type=w3c", "type=w3c,b3",
			"type=B3_MULTI,W3C" })
	void readsW3CWhereItIsAmongTheTypes(String property) {
		this.runner.withPropertyValues("management.tracing.propagation." + property)
			.run((context) -> assertThat(propagator(context)).isInstanceOf(W3CTraceContext.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "consume=b3", "consume=b3_multi,b3", "type=b3", "type=" })
	void doesNotReadW3CWhereItIsNotAmongTheTypes(String property) {
		this.runner.withPropertyValues("management.tracing.propagation." + property).run((context) -> {
			assertThat(propagator(context)).isNotInstanceOf(W3CTraceContext.class);
			assertThat(extracted(context, Map.of("traceparent", TRACE_PARENT)).isValid()).isFalse();
		});
	}

	@Test
	void theTypeOverridesWhatIsConsumed() {
		this.runner
			.withPropertyValues("management.tracing.propagation.type=b3", "management.tracing.propagation.consume=w3c")
			.run((context) -> assertThat(propagator(context)).isNotInstanceOf(W3CTraceContext.class));
	}

	@Test
	void b3IsReadWhereThereIsNoTraceParentOnly() {
		this.runner.withPropertyValues("management.tracing.propagation.type=w3c,b3").run((context) -> {
			assertThat(extracted(context, Map.of("b3", B3)).getTraceId()).startsWith("abcdef");
			assertThat(extracted(context, Map.of("b3", B3, "traceparent", TRACE_PARENT)).getTraceId())
				.startsWith("123456");
		});
	}

	@Test
	void b3IsNotReadByTypesThatLackIt() {
		this.runner.withPropertyValues("management.tracing.propagation.type=w3c")
			.run((context) -> assertThat(extracted(context, Map.of("b3", B3)).isValid()).isFalse());
	}

	@Test
	void thePropagatorsOfTheUserStay() {
		this.runner.withBean("own", ContextPropagators.class, ContextPropagators::noop)
			.run((context) -> assertThat(context).hasSingleBean(ContextPropagators.class).hasBean("own"));
	}

	@Test
	void aFurtherPropagatorOfTheUserIsOneOfTheOthers() {
		this.runner.withBean("own", TextMapPropagator.class, B3Propagator::injectingSingleHeader)
			.withPropertyValues("management.tracing.propagation.type=w3c")
			.run((context) -> {
				assertThat(extracted(context, Map.of("traceparent", TRACE_PARENT)).isValid()).isTrue();
				assertThat(extracted(context, Map.of("b3", B3)).isValid()).isTrue();
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "telemetry.enabled=false", "telemetry.backend=prom" })
	void withoutTracesThereAreNone(String property) {
		this.runner.withPropertyValues(property)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(OURS));
	}

	@Test
	void withoutExportSpringBootsOwnStay() {
		this.runner.withPropertyValues("management.tracing.export.enabled=false").run((context) -> {
			assertThat(context).hasSingleBean(ContextPropagators.class).doesNotHaveBean(OURS);
			assertThat(propagator(context)).isNotInstanceOf(W3CTraceContext.class);
		});
	}

	@Test
	void backsOffWithoutOpenTelemetry() {
		this.runner.withClassLoader(new FilteredClassLoader(ContextPropagators.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(OURS));
	}

	@Test
	void backsOffWithoutSpringBootsTracing() {
		this.runner.withClassLoader(new FilteredClassLoader(ConditionalOnEnabledTracingExport.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(OURS));
	}

	private static TextMapPropagator propagator(ApplicationContext context) {
		return context.getBean(ContextPropagators.class).getTextMapPropagator();
	}

	private static SpanContext extracted(ApplicationContext context, Map<String, String> headers) {
		return Span.fromContext(propagator(context).extract(Context.root(), headers, Headers.INSTANCE))
			.getSpanContext();
	}

	private enum Headers implements TextMapGetter<Map<String, String>> {

		INSTANCE;

		@Override
		public Iterable<String> keys(Map<String, String> headers) {
			return headers.keySet();
		}

		@Override
		public String get(Map<String, String> headers, String key) {
			return headers.get(key);
		}

	}

}
