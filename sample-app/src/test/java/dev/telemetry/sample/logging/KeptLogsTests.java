package dev.telemetry.sample.logging;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.HttpStatus;

import dev.telemetry.sample.ShopApplication;
import dev.telemetry.sample.ShopCustomer;
import dev.telemetry.test.OtlpReceiver;
import dev.telemetry.test.ReceivedLog;
import dev.telemetry.test.ReceivedSpan;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The shop as docs/logs.md sets it up: the whole story of a request that fails, at DEBUG,
 * and nothing of those that succeed.
 */
@ExtendWith(OutputCaptureExtension.class)
class KeptLogsTests {

	private static final String SPRING_MVC = "org.springframework.web.servlet.DispatcherServlet";

	private static final String SHOP = "dev.telemetry.sample";

	@Test
	void theStoryOfAFailingRequestArrivesAndThatOfNoOther(CapturedOutput output) {
		try (OtlpReceiver receiver = OtlpReceiver.http(); ConfigurableApplicationContext shop = open(receiver)) {
			ShopCustomer customer = new ShopCustomer(
					shop.getEnvironment().getRequiredProperty("local.server.port", Integer.class));
			String order = customer.placedOrder("tea", 2);
			for (int i = 0; i < 50; i++) {
				customer.get(order).expectStatus().isOk();
			}
			customer.get(order + "/invoice").expectStatus().isEqualTo(HttpStatus.INTERNAL_SERVER_ERROR);
			shop.close();
			ReceivedSpan failed = receiver.awaitSpan((span) -> span.name().equals("http.server"));
			List<ReceivedLog> story = receiver.logs()
				.stream()
				.filter((log) -> log.traceId().equals(failed.traceId()))
				.toList();
			assertThat(story).extracting((log) -> log.severityText() + " " + log.body())
				.contains("DEBUG GET \"" + order + "/invoice\", parameters={}",
						"ERROR Invoice of order 1 not printed: no paper",
						"DEBUG Exiting from \"ERROR\" dispatch, status 500")
				.anyMatch((line) -> line.startsWith("DEBUG Failed to complete request"));
			assertThat(story).filteredOn((log) -> log.severityText().equals("DEBUG"))
				.allSatisfy((log) -> assertThat(log.flags() & 1).as("sampled").isEqualTo(1));
			assertThat(receiver.logs())
				.filteredOn((log) -> log.logger().equals(SPRING_MVC) || log.logger().startsWith(SHOP))
				.filteredOn((log) -> !log.traceId().isEmpty())
				.extracting(ReceivedLog::traceId)
				.containsOnly(failed.traceId());
			assertThat(output).contains("Order 1 placed").doesNotContain("DEBUG");
		}
	}

	private static ConfigurableApplicationContext open(OtlpReceiver receiver) {
		return new SpringApplicationBuilder(ShopApplication.class).run("--server.port=0",
				"--shop.stock.reconcile-every=1h", "--telemetry.otel.exporter=otlp",
				"--telemetry.otel.endpoint=" + receiver.endpoint(), "--telemetry.otel.protocol=http",
				"--telemetry.export.delay=20ms", "--telemetry.sampling.ratio=0.0",
				"--telemetry.sampling.route-interval=0", "--telemetry.logs.enabled=true",
				"--telemetry.logs.sampling=kept", "--telemetry.logs.loggers.root=debug",
				"--logging.level.org.springframework.web=debug", "--logging.level.dev.telemetry.sample=debug",
				"--logging.threshold.console=info");
	}

}
