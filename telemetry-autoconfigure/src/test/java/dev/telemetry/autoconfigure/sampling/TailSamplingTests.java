package dev.telemetry.autoconfigure.sampling;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.SpanProcessors;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import dev.telemetry.autoconfigure.TelemetryAutoConfiguration;
import dev.telemetry.autoconfigure.export.TelemetryExportAutoConfiguration;
import dev.telemetry.sampling.EndedRoot;
import dev.telemetry.sampling.KeepRule;
import dev.telemetry.sampling.TailSampler;
import dev.telemetry.test.RecordedSpans;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Sampling with the beans of Spring Boot around it.
 */
class TailSamplingTests {

	private static final AttributeKey<String> REASON = AttributeKey.stringKey("telemetry.sampling.reason");

	private final RecordedSpans spans = new RecordedSpans();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(TelemetryAutoConfiguration.class, TelemetryExportAutoConfiguration.class,
						TelemetrySamplingAutoConfiguration.class, OpenTelemetrySdkAutoConfiguration.class,
						OpenTelemetryTracingAutoConfiguration.class, MicrometerTracingAutoConfiguration.class))
		.withPropertyValues("telemetry.enabled=true", "telemetry.otel.exporter=none", "telemetry.sampling.ratio=0.0",
				"telemetry.sampling.route-interval=0", "management.tracing.export.enabled=true");

	private final ApplicationContextRunner exporting = this.runner.withBean("recordedSpans", SpanExporter.class,
			() -> this.spans);

	@Test
	void anErrorIsExportedWithSpansOfMicrometerBelowIt() {
		this.exporting.run((context) -> {
			Tracer tracer = context.getBean(Tracer.class);
			Span root = tracer.nextSpan().name("work").start();
			try (Tracer.SpanInScope scope = tracer.withSpan(root)) {
				tracer.nextSpan().name("in scope").start().end();
			}
			tracer.spanBuilder().setParent(root.context()).name("explicit parent").start().end();
			root.error(new IllegalStateException("boom"));
			root.end();
			assertThat(exported(context)).extracting(SpanData::getName)
				.containsExactlyInAnyOrder("in scope", "explicit parent", "work");
		});
	}

	@Test
	void whatIsNotRemarkableIsNotExported() {
		this.exporting.run((context) -> {
			Tracer tracer = context.getBean(Tracer.class);
			Span root = tracer.nextSpan().name("work").start();
			assertThat(root.isNoop()).isFalse();
			root.end();
			assertThat(exported(context)).isEmpty();
		});
	}

	@Test
	void nothingIsRecordedWhereNothingIsExported() {
		this.runner.run((context) -> assertThat(
				context.getBean(io.opentelemetry.api.trace.Tracer.class).spanBuilder("work").startSpan().isRecording())
			.isFalse());
	}

	@Test
	void nothingIsRecordedForNothingWithoutTheRules() {
		this.exporting.withPropertyValues("telemetry.sampling.enabled=false")
			.run((context) -> assertThat(context.getBean(io.opentelemetry.api.trace.Tracer.class)
				.spanBuilder("work")
				.startSpan()
				.isRecording()).isFalse());
	}

	@Test
	void processorsOfTheApplicationGetAllThatIsRecorded() {
		CollectingProcessor processor = new CollectingProcessor();
		this.exporting.withBean(SpanProcessor.class, () -> processor).run((context) -> {
			work(context, false);
			work(context, true);
			assertThat(processor.started).hasSize(2);
			assertThat(processor.ended).hasSize(2);
		});
	}

	@Test
	void processorsOfTheApplicationMayGetWhatIsKeptOnly() {
		CollectingProcessor processor = new CollectingProcessor();
		this.exporting.withPropertyValues("telemetry.sampling.user-processors=kept")
			.withBean(SpanProcessor.class, () -> processor)
			.run((context) -> {
				work(context, false);
				work(context, true);
				assertThat(processor.ended).hasSize(1).allMatch((span) -> span.getSpanContext().isSampled());
			});
	}

	@Test
	void anArrangementOfProcessorsByTheApplicationStands() {
		CollectingProcessor processor = new CollectingProcessor();
		this.exporting.withBean(SpanProcessors.class, () -> SpanProcessors.of(processor)).run((context) -> {
			work(context, true);
			assertThat(processor.ended).isEmpty();
			assertThat(context).hasSingleBean(SpanProcessors.class);
		});
	}

	@Test
	void aSamplerOfTheApplicationDecidesWhatIsRecorded() {
		this.exporting.withBean(Sampler.class, Sampler::alwaysOff).run((context) -> {
			work(context, true);
			assertThat(exported(context)).isEmpty();
		});
		this.exporting.withBean(Sampler.class, Sampler::alwaysOn).run((context) -> {
			work(context, false);
			assertThat(exported(context)).extracting((span) -> span.getAttributes().get(REASON))
				.containsExactly("ratio");
		});
	}

	@Test
	void aRuleMayItselfNeedATracer() {
		this.exporting.withBean(TracedRule.class).run((context) -> {
			work(context, false);
			assertThat(exported(context)).extracting((span) -> span.getAttributes().get(REASON))
				.containsExactly("traced");
		});
	}

	@Test
	void openTracesAreDecidedWhenTheApplicationCloses() {
		this.exporting.withPropertyValues("telemetry.sampling.ratio=1.0").run((context) -> {
			io.opentelemetry.api.trace.Tracer tracer = context.getBean(io.opentelemetry.api.trace.Tracer.class);
			io.opentelemetry.api.trace.Span root = tracer.spanBuilder("never ends").startSpan();
			tracer.spanBuilder("query").setParent(Context.root().with(root)).startSpan().end();
			assertThat(context.getBean(TailSampler.class).heldSpans()).isEqualTo(2);
		});
		assertThat(this.spans.spans()).extracting(SpanData::getName).containsExactly("query");
	}

	private List<SpanData> exported(ApplicationContext context) {
		context.getBean(SdkTracerProvider.class).forceFlush().join(10, TimeUnit.SECONDS);
		return new ArrayList<>(this.spans.spans());
	}

	private static void work(ApplicationContext context, boolean fails) {
		io.opentelemetry.api.trace.Span span = context.getBean(io.opentelemetry.api.trace.Tracer.class)
			.spanBuilder("work")
			.startSpan();
		if (fails) {
			span.setStatus(StatusCode.ERROR);
		}
		span.end();
	}

	private static final class TracedRule implements KeepRule {

		private final Tracer tracer;

		@SuppressWarnings("unused")
		TracedRule(Tracer tracer) {
			this.tracer = tracer;
		}

		@Override
		public String reason() {
			return "traced";
		}

		@Override
		public boolean keeps(EndedRoot root) {
			return this.tracer.currentSpan() == null;
		}

	}

	private static final class CollectingProcessor implements SpanProcessor {

		private final List<ReadableSpan> started = new CopyOnWriteArrayList<>();

		private final List<ReadableSpan> ended = new CopyOnWriteArrayList<>();

		@Override
		public void onStart(Context parentContext, ReadWriteSpan span) {
			this.started.add(span);
		}

		@Override
		public boolean isStartRequired() {
			return true;
		}

		@Override
		public void onEnd(ReadableSpan span) {
			this.ended.add(span);
		}

		@Override
		public boolean isEndRequired() {
			return true;
		}

	}

}
