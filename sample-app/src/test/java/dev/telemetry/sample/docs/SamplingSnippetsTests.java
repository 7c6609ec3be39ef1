package dev.telemetry.sample.docs;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import dev.telemetry.sample.ShopApplication;
import dev.telemetry.sampling.SamplingControl;
import dev.telemetry.test.RecordedSpans;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The Java code of the page about sampling is that of the tests, and works.
 */
class SamplingSnippetsTests {

	@Test
	void thePageShowsWhatIsTestedHere() throws IOException {
		String here = PageSnippets.sources(SamplingSnippetsTests.class, KeepImportantCustomers.class);
		List<String> snippets = PageSnippets.of("sampling.md");
		assertThat(snippets).hasSize(3).allSatisfy((snippet) -> assertThat(here).contains(snippet));
	}

	@Test
	void anAttributeARuleAndAChangeAtRunTimeKeepTraces() {
		RecordedSpans spans = new RecordedSpans();
		try (ConfigurableApplicationContext shop = new SpringApplicationBuilder(ShopApplication.class,
				KeepImportantCustomers.class)
			.initializers((context) -> context.getBeanFactory().registerSingleton("recordedSpans", spans))
			.run("--server.port=0", "--shop.stock.reconcile-every=1h", "--telemetry.otel.exporter=none",
					"--telemetry.sampling.ratio=0.0", "--telemetry.sampling.route-interval=0")) {
			Tracer tracer = shop.getBean(Tracer.class);
			trace(tracer, "plain", () -> {
			});
			trace(tracer, "forced", SamplingSnippetsTests::keepTheCurrentTrace);
			trace(tracer, "rule", () -> Span.current().setAttribute("customer.tier", "gold"));
			changeForAWhile(shop.getBean(SamplingControl.class));
			trace(tracer, "everything", () -> {
			});
			shop.close();
			assertThat(spans.spans())
				.extracting((span) -> span.getName() + " "
						+ span.getAttributes().get(AttributeKey.stringKey("telemetry.sampling.reason")))
				.contains("forced forced", "rule customer", "everything ratio")
				.noneMatch((span) -> span.startsWith("plain"));
		}
	}

	private static void trace(Tracer tracer, String name, Runnable work) {
		Span span = tracer.spanBuilder(name).setNoParent().startSpan();
		try (Scope scope = span.makeCurrent()) {
			work.run();
		}
		finally {
			span.end();
		}
	}

	private static void keepTheCurrentTrace() {
		Span.current().setAttribute("telemetry.keep", true);
	}

	private static void changeForAWhile(SamplingControl control) {
		control.override((settings) -> settings.ratio(1.0), Duration.ofMinutes(15));
	}

}
