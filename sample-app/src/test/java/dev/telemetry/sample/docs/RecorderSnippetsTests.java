package dev.telemetry.sample.docs;

import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import dev.telemetry.autoconfigure.client.TelemetryHttpClients;
import dev.telemetry.sample.ShopApplication;
import dev.telemetry.test.RecordedSpans;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The Java code of the pages about jobs and calls is that of the tests, and works, on and
 * off.
 */
class RecorderSnippetsTests {

	@ParameterizedTest
	@ValueSource(strings = { "jobs.md", "external-calls.md", "job-reports.md" })
	void thePagesShowWhatIsTestedHere(String page) throws IOException {
		String here = PageSnippets.sources(RecordedWork.class, NightlyExport.class, NightlyImport.class,
				NightlyReport.class, Warehouse.class, PricesConfiguration.class, RecorderConfiguration.class,
				ReportStorage.class, StockTasks.class);
		List<String> snippets = PageSnippets.of(page);
		assertThat(snippets).isNotEmpty().allSatisfy((snippet) -> assertThat(here).contains(snippet));
	}

	@Test
	void eachWayOfRecordingMakesASpan() {
		RecordedSpans spans = new RecordedSpans();
		try (ConfigurableApplicationContext shop = shop(spans, true)) {
			useAll(shop);
			spans.awaitSpan((span) -> "StockTasks.start.lambda"
				.equals(span.getAttributes().get(AttributeKey.stringKey("job.type"))));
			assertThat(spans.spans())
				.extracting((span) -> span.getAttributes().get(AttributeKey.stringKey("queue.name")) + " "
						+ span.getAttributes().get(AttributeKey.stringKey("job.type")) + " "
						+ span.getAttributes().get(AttributeKey.booleanKey("job.success")))
				.contains("night export true", "night upload true", "night report true", "night import true",
						"night clean true", "night cleanup true", "night mail true", "night closing true",
						"night archive true", "night legacy false", "orders pack true", "night discounts true",
						"night discounts null");
			assertThat(spans.named("external.api.call")).hasSize(3);
			assertThat(spans.named("job.run")).allSatisfy(
					(job) -> assertThat(job.getAttributes().get(AttributeKey.stringKey("region"))).isEqualTo("eu"));
			assertThat(shop.getBean(MeterRegistry.class).get("queue.depth").tag("queue", "mails").gauge().value())
				.isZero();
		}
	}

	@Test
	void offTheSameCodeRuns() {
		RecordedSpans spans = new RecordedSpans();
		try (ConfigurableApplicationContext shop = shop(spans, false)) {
			useAll(shop);
			assertThat(spans.spans()).isEmpty();
		}
	}

	private static void useAll(ConfigurableApplicationContext shop) {
		shop.getBean(NightlyReport.class).create();
		shop.getBean(StockTasks.class).start();
		assertThat(shop.getBean(Warehouse.class).reserve()).isOne();
		assertThat(shop.getBean(NightlyImport.class).run(List.of(1, 2))).isEqualTo(3);
		assertThat(shop.getBean("pricesClient", HttpClient.class).version()).isNotNull();
		NightlyExport export = shop.getBean(NightlyExport.class);
		export.export();
		export.upload().orTimeout(10, TimeUnit.SECONDS).join();
		assertThat(export.reserve()).isOne();
		export.discounts(true);
		export.discounts(false);
		RecordedWork work = shop.getBean(RecordedWork.class);
		work.named("2026-11-28");
		assertThat(work.lambda(List.of(3, 4))).isEqualTo(7);
		work.scope();
		work.fireAndForget();
		work.mail();
		work.byHand(Runnable::run);
		work.afterTheFact(Duration.ofSeconds(3), false);
		work.queue(new LinkedBlockingQueue<>());
		assertThat(work.asynchronousCall(Runnable::run).orTimeout(10, TimeUnit.SECONDS).join()).isEqualTo("reserved");
		assertThat(work.logContext()).isEmpty();
		work.message(Context.root());
		HttpClient client = work.jdkClient(shop.getBean(TelemetryHttpClients.class));
		assertThat(client.version()).isNotNull();
	}

	private static ConfigurableApplicationContext shop(RecordedSpans spans, boolean enabled) {
		return new SpringApplicationBuilder(ShopApplication.class, NightlyExport.class, RecordedWork.class)
			.initializers((context) -> context.getBeanFactory()
				.registerSingleton("processor", SimpleSpanProcessor.create(spans)))
			.run("--server.port=0", "--shop.stock.reconcile-every=1h", "--telemetry.enabled=" + enabled,
					"--telemetry.otel.exporter=none", "--telemetry.sampling.enabled=false",
					"--telemetry.sampling.ratio=1.0");
	}

}
