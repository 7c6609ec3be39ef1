package dev.telemetry.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;

import dev.telemetry.test.TelemetryLeakCheck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * A wrong value stops the start and says which key has which value from where, and what
 * is allowed.
 */
@ExtendWith({ OutputCaptureExtension.class, TelemetryLeakCheck.class })
class InvalidPropertyTests {

	private static final Set<String> ANY_TEXT = Set.of("telemetry.service-name", "telemetry.deployment-environment",
			"telemetry.privacy.allow-keys", "telemetry.privacy.hmac-key", "telemetry.privacy.hmac-key-id",
			"telemetry.propagation.baggage", "telemetry.logs.mdc.include", "telemetry.logs.mdc.exclude",
			"telemetry.job.report.types");

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					telemetry.enabled               | maybe                  | it must be true or false
					telemetry.backend               | zipkin                 | it must be one of otel, prom, hybrid
					telemetry.manage-boot-tracing   | never                  | it must be one of auto, true, false
					management.tracing.sampling.probability | 1.5            | it must be a number from 0.0 to 1.0
					telemetry.sampling.ratio        | 1.5                    | it must be a number from 0.0 to 1.0
					telemetry.sampling.ratio        | -0.1                   | it must be a number from 0.0 to 1.0
					telemetry.sampling.ratio        | NaN                    | it must be a number from 0.0 to 1.0
					telemetry.sampling.ratio        | two percent            | it must be a number from 0.0 to 1.0
					telemetry.sampling.ratio        | 2%                     | it must be a number from 0.0 to 1.0, such as 0.02
					telemetry.sampling.ratio        | 2                      | it must be a number from 0.0 to 1.0, such as 0.02
					telemetry.sampling.slow-threshold | 2                    | it must be a duration with its unit, such as 500ms, 2s or 1m, and up to 365d
					telemetry.export.shutdown-timeout | 5                    | it must be a duration with its unit, such as 500ms, 2s or 1m, and up to 10s
					telemetry.export.max-batch-bytes | 3                     | it must be a size with its unit
					telemetry.metrics.http.buckets  | 5, 10                  | it must be a duration with its unit
					telemetry.sampling.target-traces-per-minute | 0          | it must be a number from 1 on
					telemetry.sampling.enabled      | perhaps                | it must be true or false
					telemetry.sampling.keep-errors  | all                    | it must be one of root, any, none
					telemetry.sampling.slow-threshold | 0s                   | it must be a duration above zero
					telemetry.sampling.slow-threshold | 999999d              | it must be a duration above zero and up to 365d
					telemetry.sampling.job-ratio    | 2                      | it must be a number from 0.0 to 1.0
					telemetry.sampling.job-slow-threshold | -1s              | it must be a duration above zero
					telemetry.sampling.max-jobs-per-second | -1              | it must be a number from 0 on
					telemetry.sampling.max-errors-per-second | -1            | it must be a number from 0 on
					telemetry.sampling.max-slow-per-second | -1              | it must be a number from 0 on
					telemetry.sampling.route-interval | -1s                  | it must be a duration, or 0 for never
					telemetry.sampling.dry-run      | perhaps                | it must be true or false
					telemetry.sampling.eager-attributes | perhaps            | it must be true or false
					telemetry.sampling.user-processors | some                | it must be one of all, kept
					telemetry.sampling.max-spans-per-root | 0                | it must be a number from 1 on
					telemetry.sampling.max-spans    | 0                      | it must be a number from 1 on
					telemetry.sampling.max-held-bytes | 0B                   | it must be a size above zero
					telemetry.sampling.parent       | sometimes              | it must be one of obey, limited, ignore
					telemetry.sampling.max-parents-per-second | -1           | it must be a number from 0 on
					telemetry.sampling.keep-disconnects | perhaps            | it must be true or false
					telemetry.viewer.enabled        | perhaps                | it must be true or false
					telemetry.viewer.capture        | some                   | it must be one of kept, all
					telemetry.viewer.max-bytes      | 10                     | it must be a size with its unit
					telemetry.viewer.max-bytes      | 1KB                    | it must be a size from 1MB to 1GB
					telemetry.viewer.peers          | localhost:8081         | it must be a list of URLs
					telemetry.viewer.remote         | perhaps                | it must be true or false
					telemetry.events.exclude        | 'a*b'                  | it must be a list of names of events
					telemetry.events.as             | logs               | it must be one of span, log, both
					telemetry.events.catalog        | loose              | it must be one of off, warn, strict
					telemetry.events.catalog-location | classpath:none.properties | it must be the location of a file
					telemetry.propagation.environment | perhaps          | it must be true or false
					telemetry.worker.backend        | smoke              | it must be one of lines, otlp
					telemetry.worker.endpoint       | localhost          | it must be an absolute URL
					telemetry.worker.text           | nowhere            | it must be one of logger, stderr
					telemetry.worker.baggage        | perhaps            | it must be true or false
					telemetry.worker.max-line-length | 1B                | it must be a size from 256B to 16MB
					telemetry.worker.max-lines-per-second | 0            | it must be a number from 1 on
					telemetry.worker.max-queue-size | 0B                 | it must be a size above zero
					telemetry.worker.max-open-spans | 0                  | it must be a number from 1 on
					telemetry.worker.max-events     | 0                  | it must be a number from 1 on
					telemetry.worker.sampling-ratio | 0.5                | it must be a map, with one property for each entry
					telemetry.worker.drain          | 0s                 | it must be a duration above zero
					telemetry.worker.stop-timeout   | -1s                | it must be a duration above zero
					telemetry.worker.control-file   | '/no/such/directory/file' | it must be the name of a file
					telemetry.logs.enabled          | perhaps                | it must be true or false
					telemetry.logs.sampling         | some                   | it must be one of all, kept
					telemetry.logs.held.max-records-per-trace | 0            | it must be a number from 1 on
					telemetry.logs.held.max-bytes   | 0B                     | it must be a size above zero
					telemetry.logs.appender         | never                  | it must be one of auto, always
					telemetry.logs.early-records    | -1                     | it must be a number from 0 on
					telemetry.logs.max-body-length  | 0                      | it must be a number from 1 on
					telemetry.logs.context-on-spans | perhaps                | it must be true or false
					telemetry.logs.endpoint         | localhost              | it must be an absolute URL
					telemetry.logs.file.path        | '/'                    | it must be the name of a file
					telemetry.budget.spans-per-minute | 0                    | it must be a number above zero
					telemetry.budget.bytes-per-minute | 0B                   | it must be a size above zero
					telemetry.budget.series         | -1                     | it must be a number above zero
					telemetry.privacy.enabled       | perhaps                | it must be true or false
					telemetry.privacy.deny-keys     | schlüssel              | it must be words of ASCII letters and digits
					telemetry.privacy.detect        | names                  | it must be one of card, iban, jwt
					telemetry.privacy.replacement   | remove                 | it must be one of mask, hmac, drop
					telemetry.privacy.max-scan-length | 10                   | it must be a number from 256 on
					telemetry.privacy.exception-messages | hide              | it must be one of scan, drop
					telemetry.otel.exporter         | kafka                  | it must be one of otlp, console, file
					telemetry.otel.endpoint         | localhost:4317         | it must be an absolute URL
					telemetry.otel.endpoint         | http://local host:4317 | it must be an absolute URL
					telemetry.otel.protocol         | thrift                 | it must be one of grpc, http
					telemetry.otel.network          | sometimes              | it must be true or false
					telemetry.otel.timeout          | soon                   | it must be a duration such as
					telemetry.otel.timeout          | 0s                     | it must be a duration above zero
					telemetry.otel.connect-timeout  | -1s                    | it must be a duration above zero
					telemetry.otel.compression      | brotli                 | it must be one of none, gzip
					telemetry.otel.ssl.bundle       | missing                | it must be the name of an SSL bundle, and there is none: spring.ssl.bundle defines
					telemetry.otel.file.path        | '/'                    | it must be the name of a file
					telemetry.otel.file.max-file-size | 0B                   | it must be a size above zero
					telemetry.otel.file.max-file-age | 0s                    | it must be a duration above zero
					telemetry.otel.file.max-files   | 0                      | it must be a number from 1 on
					telemetry.otel.file.max-total-size | 1MB                 | it must be a size of at least
					telemetry.export.spool.enabled  | perhaps                | it must be true or false
					telemetry.export.spool.directory | '/'                   | it must be the name of a directory
					telemetry.export.spool.max-size | 1KB                    | it must be a size of at least 1MB
					telemetry.export.spool.max-age  | -1h                    | it must be a duration above zero
					telemetry.export.queue-size     | 0                      | it must be a number from 1 to 1048576
					telemetry.export.max-queue-bytes | 1KB                   | it must be a size from 1MB to 512GB
					telemetry.export.batch-size     | many                   | it must be a number
					telemetry.export.max-batch-bytes | large                 | it must be a size such as
					telemetry.export.max-batch-bytes | 0B                    | it must be a size above zero
					telemetry.export.delay          | 0s                     | it must be a duration above zero
					telemetry.export.timeout        | 400d                   | it must be a duration above zero and up to 365d
					telemetry.export.shutdown-timeout | 11s                  | it must be a duration up to 10s
					telemetry.export.breaker.failures | 0                    | it must be a number from 1 on
					telemetry.export.breaker.probe-interval | 0s             | it must be a duration above zero
					telemetry.http.enabled          | perhaps                | it must be true or false
					telemetry.http.conventions      | old                    | it must be one of both, stable
					telemetry.http.span-name        | path                   | it must be one of http.server, route
					telemetry.http.client-address   | some                   | it must be true or false
					telemetry.http.slow-stacks      | some                   | it must be true or false
					telemetry.http.untraced-paths    | internal               | it must be a list of path prefixes
					telemetry.http.response-headers | x-trace-id             | it must be one of traceresponse, server-timing
					telemetry.http.request-attributes | some                 | it must be true or false
					telemetry.grpc.enabled          | perhaps                | it must be true or false
					telemetry.grpc.span-name        | route                  | it must be one of rpc.server, method
					telemetry.logging.keys          | camel                  | it must be one of snake, boot, both
					telemetry.metrics.http.buckets  | fast                   | it must be a duration such as
					telemetry.metrics.job.buckets   | 0s                     | it must be a list of durations above zero
					telemetry.metrics.client.buckets | 1s, 400000d           | it must be a list of durations above zero and up to 365d
					telemetry.metrics.client.buckets | fast                  | it must be a duration such as
					telemetry.job.enabled           | perhaps                | it must be true or false
					telemetry.job.batch             | perhaps                | it must be true or false
					telemetry.job.jms               | perhaps                | it must be true or false
					telemetry.job.kafka             | perhaps                | it must be true or false
					telemetry.job.rabbit            | perhaps                | it must be true or false
					telemetry.job.scheduled         | perhaps                | it must be true or false
					telemetry.job.tasks             | perhaps                | it must be true or false
					telemetry.job.new-trace         | perhaps                | it must be true or false
					telemetry.job.quartz            | perhaps                | it must be true or false
					telemetry.client.enabled        | perhaps                | it must be true or false
					telemetry.job.span-name         | task                   | it must be one of job.run, type
					telemetry.client.span-name      | url                    | it must be one of external.api.call, operation
					telemetry.job.heartbeat         | 10ms                   | it must be a duration of at least 1s
					telemetry.job.order             | first                  | it must be a number
					telemetry.job.report.enabled    | perhaps                | it must be true or false
					telemetry.job.report.directory  | '/'                    | it must be the name of a directory
					telemetry.job.report.max-spans  | 0                      | it must be a number from 1 on
					telemetry.job.report.retain     | 0s                     | it must be a duration above zero
					telemetry.job.report.max-reports | 0                     | it must be a number from 1 on
					telemetry.job.report.upload.url | localhost              | it must be an absolute URL
					telemetry.job.report.upload.azure | maybe                | it must be true or false
					telemetry.job.report.upload.timeout | 0s                 | it must be a duration above zero
					telemetry.client.order          | last                   | it must be a number
					telemetry.metrics.timed         | perhaps                | it must be true or false
					telemetry.client.services       | partner                | it must be a map
					telemetry.failure-mode          | explode                | it must be one of isolate, propagate
					""")
	void aWrongValueStopsTheStart(String key, String value, String allowed, CapturedOutput output) {
		assertThatException().isThrownBy(() -> run("--" + key + "=" + value));
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("The property '" + key)
			.contains("has the value '")
			.contains(value)
			.contains("(\"" + key + "\" from property source \"commandLineArgs\"")
			.contains("but " + allowed)
			.contains("Action:")
			.doesNotContain("Error starting Tomcat");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					https://ann:SECRET@a.example.com | a | telemetry.client.services' has the value 'a.example.com', but it must be a map
					a.example.com/items | a | telemetry.client.services' has the value 'a.example.com/items', but it must be a map
					a.example.com:80 | '' | telemetry.client.services[a.example.com:80]' has the value '' (
					""")
	void aWrongServiceStopsTheStart(String host, String name, String said, CapturedOutput output) {
		assertThatException().isThrownBy(() -> run("--telemetry.client.services[" + host + "]=" + name));
		assertThat(output).contains(said).doesNotContain("SECRET");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			path           | orders | it must be a pattern of paths
			path           | /a/**/b | it must be a pattern of paths
			path           | /*.pdf | it must be a pattern of paths
			ratio          | 1.5    | it must be a number from 0.0 to 1.0
			slow-threshold | 0s     | it must be a duration above zero
			untraced       | maybe  | it must be true or false
			""")
	void aWrongValueOfAPathStopsTheStart(String name, String value, String allowed, CapturedOutput output) {
		String path = (name.equals("path")) ? value : "/orders";
		assertThatException().isThrownBy(
				() -> run("--telemetry.http.paths[0].path=" + path, "--telemetry.http.paths[0]." + name + "=" + value));
		assertThat(output).contains("The property 'telemetry.http.paths[0]." + name + "' has the value '" + value)
			.contains("but " + allowed);
	}

	@Test
	void everyPropertyThatCanBeWrongIsTriedOut() throws IOException {
		String here = Files.readString(
				Path.of("src", "test", "java", "dev", "telemetry", "autoconfigure", "InvalidPropertyTests.java"));
		List<Map<String, Object>> properties = new ConfigurationReference(
				Files.readString(Path.of("target", "classes", "META-INF", "spring-configuration-metadata.json")))
			.properties();
		assertThat(properties).isNotEmpty()
			.map(ConfigurationReference::name)
			.filteredOn((name) -> !ANY_TEXT.contains(name))
			.allSatisfy((name) -> assertThat(here).containsPattern("(?m)^\\t+" + name + " |--" + name));
	}

	@Test
	void theElementThatIsWrongIsBlamed(CapturedOutput output) {
		assertThatException().isThrownBy(
				() -> run("--telemetry.http.untraced-paths[0]=/internal", "--telemetry.http.untraced-paths[1]=admin"));
		assertThat(output).contains("has the value 'admin'").contains("telemetry.http.untraced-paths[1]");
	}

	@Test
	void anSslBundleThatCannotBeReadIsSaidWithoutAStackTrace(CapturedOutput output) {
		assertThatException().isThrownBy(() -> run("--telemetry.otel.ssl.bundle=broken",
				"--spring.ssl.bundle.jks.broken.truststore.location=file:missing.jks",
				"--spring.ssl.bundle.jks.broken.truststore.password=topsecret"));
		assertThat(output).contains("'telemetry.otel.ssl.bundle' has the value 'broken'")
			.contains("files can be read")
			.doesNotContain("topsecret");
	}

	@Test
	void aWrongValueIsFoundWhereTestsExportNothing(CapturedOutput output) {
		assertThatException()
			.isThrownBy(() -> run("--management.tracing.export.enabled=false", "--telemetry.otel.endpoint=nonsense"));
		assertThat(output).contains("telemetry.otel.endpoint").contains("it must be an absolute URL");
	}

	@Test
	void noneGoesWithNoOtherExporter(CapturedOutput output) {
		assertThatException().isThrownBy(() -> run("--telemetry.otel.exporter=otlp,none"));
		assertThat(output).contains("telemetry.otel.exporter")
			.contains("none alone, or any of otlp, console, file and stderr");
	}

	@Test
	void aPasswordInAMalformedUrlIsNotShown(CapturedOutput output) {
		assertThatException().isThrownBy(() -> run("--telemetry.otel.endpoint=http://ann:topsecret@local host:4317/"));
		assertThat(output).contains("http://******@local host:4317").doesNotContain("topsecret");
	}

	@Test
	void headersAreNotShown(CapturedOutput output) {
		for (String headers : List.of("telemetry.otel.headers", "telemetry.job.report.upload.headers",
				"telemetry.viewer.peer-headers")) {
			assertThatException().isThrownBy(() -> run("--" + headers + "=authorization topsecret"));
			assertThat(output).contains(headers).contains("******").doesNotContain("topsecret");
		}
	}

	@Test
	void noExporterAtAllIsSaidByNone(CapturedOutput output) {
		assertThatException().isThrownBy(() -> run("--telemetry.otel.exporter="));
		assertThat(output).contains("telemetry.otel.exporter")
			.contains("none alone, or any of otlp, console, file and stderr");
	}

	@Test
	void aHeaderThatCannotBeSentToAnotherViewerIsNotShown(CapturedOutput output) {
		assertThatException().isThrownBy(() -> run("--telemetry.viewer.peer-headers.x-key=tops\u00e9\ncret"));
		assertThat(output).contains("telemetry.viewer.peer-headers")
			.contains("'x-key' is not")
			.doesNotContain("tops\u00e9");
	}

	@Test
	void aHeaderThatCannotBeSentIsNotShown(CapturedOutput output) {
		assertThatException().isThrownBy(() -> run("--telemetry.otel.headers.x-api-key=tops\u00e9cret"));
		assertThat(output).contains("telemetry.otel.headers")
			.contains("'x-api-key' is not")
			.doesNotContain("tops\u00e9cret");
	}

	@Test
	void theQueryOfAMalformedUrlIsNotShown(CapturedOutput output) {
		assertThatException().isThrownBy(() -> run("--telemetry.otel.endpoint=http://local host?token=topsecret"));
		assertThat(output).contains("http://local host?******").doesNotContain("topsecret");
	}

	@Test
	void whereReportsGoIsNotShown(CapturedOutput output) {
		assertThatException()
			.isThrownBy(() -> run("--telemetry.job.report.upload.url=https://ann@host/jobs?sig=topsecret"));
		assertThat(output).contains("https://******@host/jobs?******").doesNotContain("topsecret");
		assertThatException().isThrownBy(() -> run("--telemetry.job.report.upload.url=https://host/jobs",
				"--telemetry.job.report.upload.headers.x-key=tops\u00e9\ncret"));
		assertThat(output).contains("telemetry.job.report.upload.headers").doesNotContain("tops\u00e9");
	}

	@Test
	void reportsNeedSpans(CapturedOutput output) {
		assertThatException().isThrownBy(() -> run("--telemetry.job.report.enabled=true", "--telemetry.backend=prom"));
		assertThat(output).contains("telemetry.job.report.enabled").contains("telemetry.backend is prom");
	}

	@Test
	void theWordsOfOpenTelemetryAreProtocolsToo() {
		run("--telemetry.otel.protocol=http/protobuf");
		run("--telemetry.otel.protocol=grpc");
	}

	@Test
	void aLevelThatIsNoneIsSaid(CapturedOutput output) {
		assertThatException().isThrownBy(() -> run("--telemetry.logs.loggers.shop=loud"));
		assertThat(output).contains("telemetry.logs.loggers.shop").contains("it must be one of");
	}

	@ParameterizedTest
	@ValueSource(strings = { "--telemetry.worker.sampling-ratio.scoring", "--telemetry.worker.sampling-ratio[*]",
			"--telemetry.worker.sampling-ratio[Text_2]" })
	void aShareOfAPoolThatIsNoneIsSaid(String option, CapturedOutput output) {
		assertThatException().isThrownBy(() -> run(option + "=2"));
		assertThat(output).contains("has the value '2' (\"" + option.substring(2) + "\" from")
			.contains("it must be a number from 0.0 to 1.0");
	}

	@Test
	void anEmptyElementOfAListIsNone() {
		run("--telemetry.privacy.detect=card,", "--telemetry.otel.exporter=none,",
				"--telemetry.metrics.http.buckets=1s,,2s", "--telemetry.metrics.job.buckets=1s,",
				"--telemetry.metrics.client.buckets=,", "--telemetry.http.response-headers=traceresponse,",
				"--telemetry.http.untraced-paths=/internal,,/status", "--telemetry.events.exclude=cache.*,");
		run("--telemetry.viewer.peers=http://localhost:8081/actuator/traces,",
				"--spring.main.web-application-type=none");
	}

	@ParameterizedTest
	@ValueSource(strings = { "telemetry.otel.exporter[1]=otlp", "telemetry.http.paths[1].path=/orders" })
	void aListWithAGapIsSaid(String element, CapturedOutput output) {
		String name = element.substring(0, element.indexOf('='));
		assertThatException().isThrownBy(() -> run("--" + element));
		assertThat(output).contains("The property '" + name + "'")
			.contains("but it must be an element of a list whose numbers begin at 0 and have no gap");
	}

	@ParameterizedTest
	@ValueSource(strings = { "telemetry.http.paths", "telemetry.http.paths[0]" })
	void whatIsInAListThatHasPropertiesIsSaid(String name, CapturedOutput output) {
		assertThatException().isThrownBy(() -> run("--" + name + "=/orders"));
		assertThat(output)
			.contains("but it must be a list of elements that have properties, such as telemetry.http.paths[0].path");
	}

	@Test
	void anElementOfWhichAllIsMistypedHasNoGap(CapturedOutput output) {
		assertThatException().isThrownBy(() -> run("--telemetry.http.paths[0].ratoi=0.5"));
		assertThat(output).contains("The property 'telemetry.http.paths[0].ratoi' has the value '0.5'")
			.contains("but it must be a property that exists, such as telemetry.http.paths[0].ratio.");
	}

	@ParameterizedTest
	@CsvSource({ "telemetry.privacy.replacement=hmac, telemetry.privacy.hmac-key, at least 32 bytes",
			"telemetry.otel.file.max-file-size=2GB, telemetry.otel.file.max-total-size, a size of at least telemetry" })
	void aPropertyThatIsMissingHasNoValue(String set, String missing, String allowed, CapturedOutput output) {
		assertThatException().isThrownBy(() -> run("--telemetry.otel.exporter=file", "--" + set));
		assertThat(output).contains("The property '" + missing + "' is not set, but it must be " + allowed)
			.contains("Set '" + missing + "'. To start without telemetry, set telemetry.enabled=false.");
	}

	@ParameterizedTest
	@CsvSource({ "telemetry.service-name, ${nowhere}", "telemetry.deployment-environment, ${nowhere}",
			"telemetry.logging.keys, ${nowhere}", "telemetry.job.heartbeat, ${nowhere}",
			"telemetry.sampling.target-traces-per-minute, ${nowhere}", "telemetry.otel.file.path, ${nowhere}",
			"telemetry.export.spool.directory, ${nowhere}", "telemetry.job.report.directory, ${nowhere}",
			"telemetry.worker.control-file, ${nowhere}", "telemetry.otel.timeout, ${telemetry.otel.timeout}",
			"telemetry.enabled, ${telemetry.enabled}" })
	void aPlaceholderThatCannotBeResolvedIsSaid(String key, String value, CapturedOutput output) {
		assertThatException().isThrownBy(() -> run("--" + key + "=" + value));
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("The property '" + key + "' has the value '" + value + "' (\"" + key + "\" from")
			.contains("but it must be a value whose placeholders can be resolved, and " + value + " cannot.");
	}

	@ParameterizedTest
	@ValueSource(strings = { "telemetry.otel.headers.x-key", "telemetry.privacy.hmac-key" })
	void aSecretWithAPlaceholderThatCannotBeResolvedIsNotShown(String key, CapturedOutput output) {
		assertThatException().isThrownBy(() -> run("--" + key + "=topsecret${" + key + "}"));
		assertThat(output).contains("The property '" + key + "' has the value '******'").doesNotContain("topsecret");
	}

	@Test
	void aPlaceholderThatCannotBeResolvedIsNoKeyForHashes(CapturedOutput output) {
		assertThatException().isThrownBy(() -> run("--telemetry.privacy.replacement=hmac",
				"--telemetry.privacy.hmac-key=${SHOP_TELEMETRY_PRIVACY_HMAC_KEY}"));
		assertThat(output).contains("The property 'telemetry.privacy.hmac-key' has the value '******'")
			.contains("placeholders can be resolved, and ${SHOP_TELEMETRY_PRIVACY_HMAC_KEY} cannot.");
	}

	@Test
	void anEndpointOfSpringBootThatIsNoneIsSaid(CapturedOutput output) {
		assertThatException().isThrownBy(() -> run("--telemetry.otel.endpoint=",
				"--management.opentelemetry.tracing.export.otlp.endpoint=ann:topsecret@collector:4317"));
		assertThat(output)
			.contains("'management.opentelemetry.tracing.export.otlp.endpoint' has the value '******@collector:4317'")
			.contains("but it must be an absolute URL")
			.doesNotContain("topsecret");
	}

	@ParameterizedTest
	@ValueSource(strings = { "telemetry.job.heartbeat", "telemetry.sampling.target-traces-per-minute",
			"telemetry.sampling.job-slow-threshold", "telemetry.budget.series" })
	void aPropertyWithoutADefaultMayBeEmpty(String name) {
		run("--" + name + "=");
	}

	@Test
	void zeroNeedsNoUnit() {
		run("--telemetry.sampling.route-interval=0");
	}

	@Test
	void aDurationOfAPathNeedsItsUnit(CapturedOutput output) {
		assertThatException().isThrownBy(
				() -> run("--telemetry.http.paths[0].path=/orders", "--telemetry.http.paths[0].slow-threshold=3"));
		assertThat(output).contains("telemetry.http.paths[0].slow-threshold").contains("a duration with its unit");
	}

	@Test
	void offLooksAtNothingElse() {
		run("--telemetry.enabled=false", "--telemetry.backend=zipkin", "--telemetry.sampling.ratio=7");
	}

	private static void run(String... args) {
		SpringApplication application = new SpringApplication(Application.class);
		application.setWebApplicationType(webApplicationType(args));
		boolean logs = Arrays.stream(args).anyMatch((arg) -> arg.startsWith("--telemetry.logs."));
		boolean viewer = Arrays.stream(args).anyMatch((arg) -> arg.startsWith("--telemetry.viewer."));
		boolean reports = Arrays.stream(args).anyMatch((arg) -> arg.startsWith("--telemetry.job.report."));
		application.setDefaultProperties(
				Map.of("telemetry.enabled", "true", "telemetry.logs.enabled", logs, "telemetry.viewer.enabled", viewer,
						"telemetry.job.report.enabled", reports, "server.port", "0", "telemetry.otel.endpoint",
						"http://localhost:4317", "management.opentelemetry.tracing.export.schedule-delay", "10ms"));
		application.run(args).close();
	}

	// A web server costs half of the time of a start, and only requests need one.
	private static WebApplicationType webApplicationType(String... args) {
		boolean requests = Arrays.stream(args).anyMatch((arg) -> arg.contains(".http.") || arg.contains(".ssl."));
		return (requests || Boolean.getBoolean("tests.all")) ? WebApplicationType.SERVLET : WebApplicationType.NONE;
	}

	@Configuration(proxyBeanMethods = false)
	@EnableTelemetry
	static class Application {

	}

}
