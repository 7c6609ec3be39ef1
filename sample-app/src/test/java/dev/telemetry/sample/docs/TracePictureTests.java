package dev.telemetry.sample.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import dev.telemetry.sample.ShopApplication;
import dev.telemetry.sample.ShopCustomer;
import dev.telemetry.test.RecordedSpans;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The picture of the front page is drawn from the spans of an order that fails. To draw
 * it again: {@code mvn -pl sample-app -am verify -Dtelemetry.docs.write=true}.
 */
class TracePictureTests {

	private static final Path PICTURE = Path.of("..", "docs", "images", "trace.svg");

	@Test
	void thePictureShowsAnOrderThatFailedAndWasKept() throws IOException {
		List<SpanData> trace = traceOfAnOrderThatFails();
		assertThat(trace).extracting(SpanData::getName)
			.containsExactlyInAnyOrder("POST /orders", "GET partner /partner/prices/{item}",
					"GET /partner/prices/{item}");
		if (Boolean.getBoolean("telemetry.docs.write")) {
			Files.createDirectories(PICTURE.getParent());
			Files.writeString(PICTURE,
					new TracePicture(trace).draw("An order that failed, kept at a sampling ratio of 0",
							"curl http://localhost:8080/orders -d '{\"item\": \"moonrock\", \"quantity\": 1}'"));
		}
		String picture = Files.readString(PICTURE);
		assertThat(picture).startsWith("<svg").endsWith("</svg>\n").contains("reason=error");
		assertThat(trace).allSatisfy((span) -> assertThat(picture).contains(">" + span.getName() + "<"));
	}

	private static List<SpanData> traceOfAnOrderThatFails() {
		RecordedSpans spans = new RecordedSpans();
		try (ConfigurableApplicationContext shop = new SpringApplicationBuilder(ShopApplication.class)
			.initializers((context) -> context.getBeanFactory().registerSingleton("recordedSpans", spans))
			.run("--server.port=0", "--shop.stock.reconcile-every=1h", "--telemetry.otel.exporter=none",
					"--telemetry.sampling.ratio=0.0", "--telemetry.http.span-name=route",
					"--telemetry.client.span-name=operation", "--telemetry.client.services[localhost]=partner")) {
			int port = shop.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
			new ShopCustomer(port).order("moonrock", 1).expectStatus().isEqualTo(502);
		}
		SpanData root = spans.spans().stream().filter((span) -> "error".equals(reason(span))).findFirst().orElseThrow();
		return spans.spans().stream().filter((span) -> span.getTraceId().equals(root.getTraceId())).toList();
	}

	private static String reason(SpanData span) {
		return span.getAttributes().get(AttributeKey.stringKey("telemetry.sampling.reason"));
	}

}
