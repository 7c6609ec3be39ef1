package dev.telemetry.sample.docs;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

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

	private static final Pattern JAVA = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);

	@ParameterizedTest
	@ValueSource(strings = { "jobs.md", "external-calls.md" })
	void thePagesShowWhatIsTestedHere(String page) throws IOException {
		Path sources = Path.of("src", "test", "java", "dev", "telemetry", "sample", "docs");
		String here = normalized(Files.readString(sources.resolve("RecordedWork.java"))
				+ Files.readString(sources.resolve("NightlyExport.java")));
		List<String> snippets = JAVA.matcher(Files.readString(Path.of("..", "docs", page)))
			.results()
			.map((MatchResult result) -> normalized(result.group(1)))
			.toList();
		assertThat(snippets).isNotEmpty().allSatisfy((snippet) -> assertThat(here).contains(snippet));
	}

	private static String normalized(String code) {
		return code.replaceAll("\\s+", " ").strip();
	}

	@Test
	void eachWayOfRecordingMakesASpan() {
		RecordedSpans spans = new RecordedSpans();
		try (ConfigurableApplicationContext shop = shop(spans, true)) {
			useAll(shop);
			assertThat(spans.spans())
				.extracting((span) -> span.getAttributes().get(AttributeKey.stringKey("queue.name")) + " "
						+ span.getAttributes().get(AttributeKey.stringKey("job.type")) + " "
						+ span.getAttributes().get(AttributeKey.booleanKey("job.success")))
				.contains("night export true", "night upload true", "night prices null", "night import true",
						"night clean true", "night archive true", "night legacy false", "orders pack true");
			assertThat(spans.named("external.api.call")).hasSize(2);
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
		NightlyExport export = shop.getBean(NightlyExport.class);
		export.export();
		export.importPrices(false);
		export.upload().orTimeout(10, TimeUnit.SECONDS).join();
		assertThat(export.reserve()).isOne();
		RecordedWork work = shop.getBean(RecordedWork.class);
		assertThat(work.lambda(List.of(3, 4))).isEqualTo(7);
		work.scope();
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
