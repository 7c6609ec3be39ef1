package dev.telemetry.autoconfigure.hierarchy;

import java.util.Objects;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.trace.SpanProcessor;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.annotation.DirtiesContext.HierarchyMode;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.ContextHierarchy;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestContextManager;

import dev.telemetry.autoconfigure.EnableTelemetry;
import dev.telemetry.record.TelemetryRecorder;
import dev.telemetry.test.NoTelemetryLeaks;
import dev.telemetry.test.RecordedSpans;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Contexts of a test that are below each other, of which Spring closes the lower one
 * alone and makes it again.
 */
@NoTelemetryLeaks
class TestContextHierarchyTests {

	private static final AttributeKey<String> JOB_TYPE = AttributeKey.stringKey("job.type");

	@Test
	void whatTheUpperOneHasOutlivesTheLowerOne() throws Exception {
		TestContext test = new TestContextManager(InAHierarchy.class).getTestContext();
		ApplicationContext first = test.getApplicationContext();
		ApplicationContext upper = Objects.requireNonNull(first.getParent());
		RecordedSpans spans = upper.getBean(RecordedSpans.class);
		record(first, "first");
		test.markApplicationContextDirty(HierarchyMode.CURRENT_LEVEL);
		record(upper, "between");
		ApplicationContext second = test.getApplicationContext();
		assertThat(second).isNotSameAs(first);
		assertThat(second.getParent()).isSameAs(upper);
		assertThat(second.getBeanNamesForType(SpanProcessor.class)).isEmpty();
		record(second, "second");
		test.markApplicationContextDirty(HierarchyMode.EXHAUSTIVE);
		assertThat(spans.named("job.run")).extracting((span) -> span.getAttributes().get(JOB_TYPE))
			.containsExactly("first", "between", "second");
	}

	private static void record(ApplicationContext context, String type) {
		context.getBean(TelemetryRecorder.class).job("queue", type).run((job) -> {
		});
	}

	@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.NONE,
			properties = { "telemetry.enabled=true", "telemetry.otel.exporter=none", "telemetry.sampling.ratio=1.0" })
	@ContextHierarchy({ @ContextConfiguration(classes = Upper.class), @ContextConfiguration(classes = Lower.class) })
	static class InAHierarchy {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableTelemetry
	static class Upper {

		@Bean
		RecordedSpans recordedSpans() {
			return new RecordedSpans();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableTelemetry
	static class Lower {

	}

}
