package dev.telemetry.sample.logging;

import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.logging.LoggingSystemProperty;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import dev.telemetry.sample.ShopApplication;
import dev.telemetry.sample.ShopCustomer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What docs/logging.md says about structured logs.
 */
@ExtendWith(OutputCaptureExtension.class)
class StructuredLoggingTests {

	@AfterEach
	void nextApplicationsLogTextAgain() {
		System.clearProperty(LoggingSystemProperty.CONSOLE_STRUCTURED_FORMAT.getEnvironmentVariableName());
	}

	@ParameterizedTest
	@CsvSource({ "ecs, ecs, /trace/id", "ecs, snake, /trace_id", "logstash, snake, /trace_id",
			"gelf, snake, /_trace_id", "logstash, boot, /traceId" })
	void theIdsAreWhereTheFormatHasThem(String format, String keys, String path, CapturedOutput output) {
		try (ConfigurableApplicationContext shop = open("--logging.structured.format.console=" + format,
				"--telemetry.logging.keys=" + keys, "--telemetry.otel.exporter=none")) {
			order(shop);
			JsonNode line = lineWith(output, "Order 1 placed");
			assertThat(line.at(path).asString()).as(line.toString()).matches("[0-9a-f]{32}");
		}
	}

	@Test
	void spansOnAJsonConsoleAreJsonToo(CapturedOutput output) {
		try (ConfigurableApplicationContext shop = open("--logging.structured.format.console=ecs",
				"--telemetry.sampling.ratio=1.0", "--telemetry.otel.exporter=console")) {
			order(shop);
			shop.close();
			assertThat(output.getOut().lines().filter((line) -> !line.startsWith("{"))).isEmpty();
			JsonNode span = lineWith(output, "span http.server");
			assertThat(span.at("/attributes/http.status_code").asInt()).isEqualTo(200);
			assertThat(span.at("/service").asString()).isEqualTo("shop");
		}
	}

	private static void order(ConfigurableApplicationContext shop) {
		new ShopCustomer(shop.getEnvironment().getRequiredProperty("local.server.port", Integer.class))
			.placedOrder("tea", 2);
	}

	private static ConfigurableApplicationContext open(String... arguments) {
		return new SpringApplicationBuilder(ShopApplication.class)
			.properties("server.port=0", "shop.stock.reconcile-every=1h")
			.run(arguments);
	}

	private static JsonNode lineWith(CapturedOutput output, String message) {
		JsonMapper mapper = new JsonMapper();
		List<String> lines = output.getOut().lines().filter((line) -> line.contains(message)).toList();
		assertThat(lines).isNotEmpty();
		return mapper.readTree(lines.get(0));
	}

}
