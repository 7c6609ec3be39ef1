package dev.telemetry.autoconfigure.endpoint;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.Sanitizer;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

class SecretSanitizingFunctionTests {

	private final ConfigurableEnvironment environment = new StandardEnvironment();

	private final Map<String, Object> properties = new LinkedHashMap<>();

	private final StaticListableBeanFactory beans = new StaticListableBeanFactory();

	private final SanitizingFunction function = new SecretSanitizingFunction(this.environment,
			this.beans.getBeanProvider(SanitizingFunction.class));

	SecretSanitizingFunctionTests() {
		this.environment.getPropertySources().addFirst(new MapPropertySource("test", this.properties));
		this.beans.addBean("telemetry", this.function);
	}

	@ParameterizedTest
	@ValueSource(strings = { "telemetry.otel.headers.x-api-key", "telemetry.otel.headers[x.api]",
			"telemetry.otel.headers", "TELEMETRY_OTEL_HEADERS_X_API_KEY", "telemetry_otel_headers_x",
			"telemetry.viewer.peer-headers.authorization", "telemetry.job.report.upload.headers.x",
			"TELEMETRY_JOB_REPORT_UPLOAD_HEADERS_X", "telemetry.OTEL.Headers.X", "OTEL_EXPORTER_OTLP_HEADERS",
			"OTEL_EXPORTER_OTLP_TRACES_HEADERS", "OTEL_EXPORTER_OTLP_LOGS_HEADERS",
			"management.opentelemetry.tracing.export.otlp.headers.x",
			"management.opentelemetry.logging.export.otlp.headers[x]" })
	void headersAreHiddenInEachForm(String key) {
		assertThat(shown(key, "1")).isEqualTo("******");
	}

	@ParameterizedTest
	@CsvSource({ "http://ann:pw@host:4317, http://******@host:4317",
			"https://host/otlp?key=1, https://host/otlp?******", "http://a:b@host/?k=1, http://******@host/?******",
			"http://host:4318/v1/traces, http://host:4318/v1/traces", "http://ann:p/w@host, http://******@host",
			"http://ann:p?w@host, http://******", "ann:pw@host:4317, ******@host:4317" })
	void theEndpointIsShownWithoutUserInfoAndQuery(String url, String shown) {
		assertThat(shown("telemetry.otel.endpoint", url)).isEqualTo(shown);
		assertThat(shown("OTEL_ENDPOINT", url)).isEqualTo(shown);
		assertThat(shown("otel_endpoint", url)).isEqualTo(shown);
		assertThat(shown("telemetry.job.report.upload.url", url)).isEqualTo(shown);
		assertThat(shown("TELEMETRY_JOB_REPORT_UPLOAD_URL", url)).isEqualTo(shown);
	}

	@ParameterizedTest
	@ValueSource(strings = { "telemetry.logs.endpoint", "TELEMETRY_LOGS_ENDPOINT", "telemetry.worker.endpoint",
			"telemetry.viewer.peers", "telemetry.viewer.peers[0]", "TELEMETRY_VIEWER_PEERS_0",
			"management.opentelemetry.tracing.export.otlp.endpoint",
			"management.opentelemetry.logging.export.otlp.endpoint", "OTEL_EXPORTER_OTLP_ENDPOINT",
			"OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_LOGS_ENDPOINT" })
	void soIsEachOtherEndpointAndWhatItHoldsIsHiddenWhereverItIs(String key) {
		this.properties.put(key, "http://ann:topsecret@host:4317/?key=cabbage-42");
		assertThat(shown(key, "http://ann:topsecret@host:4317/?key=cabbage-42"))
			.isEqualTo("http://******@host:4317/?******");
		assertThat(shown("copy", "topsecret cabbage-42")).isEqualTo("****** ******");
	}

	@Test
	void theSignatureOfWhereReportsGoIsHiddenWhereverItIs() {
		this.properties.put("telemetry.job.report.upload.url", "https://host/jobs?sv=2021-12-02&sig=topsecret1");
		assertThat(shown("copy", "https://elsewhere/?sig=topsecret1")).isEqualTo("https://elsewhere/?sig=******");
	}

	@Test
	void aHeaderIsHiddenWhereverItIs() {
		this.properties.put("telemetry.otel.headers.authorization", "Bearer topsecret");
		assertThat(shown("sun.java.command", "app.jar --telemetry.otel.headers.authorization=Bearer topsecret -x"))
			.isEqualTo("app.jar --telemetry.otel.headers.authorization=****** -x");
		assertThat(shown("OTLP_TOKEN", "topsecret")).isEqualTo("******");
	}

	@Test
	void aHeaderOfShortWordsIsHiddenAsAWhole() {
		this.properties.put("telemetry.otel.headers.x", "to be or not");
		assertThat(shown("copy", "<to be or not>")).isEqualTo("<******>");
		assertThat(shown("other", "not to be")).isEqualTo("not to be");
	}

	@Test
	void aHeaderIsHiddenInJson() {
		this.properties.put("telemetry.otel.headers.x", "top\"secret\\");
		assertThat(shown("SPRING_APPLICATION_JSON", "{\"x\":\"top\\\"secret\\\\\"}")).isEqualTo("{\"x\":\"******\"}");
	}

	@Test
	void aHeaderThatIsANumberIsHidden() {
		this.properties.put("tenant", 1234567890);
		this.properties.put("telemetry.otel.headers.x", "${tenant}");
		assertThat(shown("tenant", 1234567890)).isEqualTo("******");
	}

	@Test
	void aPasswordThatAnEndpointIsMadeOfIsHidden() {
		this.properties.put("telemetry.otel.endpoint", "http://ann:${PASSWORD}@host:4317");
		this.properties.put("PASSWORD", "topsecret");
		assertThat(shown("PASSWORD", "topsecret")).isEqualTo("******");
		assertThat(shown("JAVA_TOOL_OPTIONS", "-Dtelemetry.otel.endpoint=http://ann:topsecret@host:4317"))
			.isEqualTo("-Dtelemetry.otel.endpoint=http://******@host:4317");
	}

	@Test
	void aKeyThatAQueryIsMadeOfIsHidden() {
		this.properties.put("telemetry.otel.endpoint", "http://host:4318/?tenant=1&key=topsecret");
		assertThat(shown("KEY", "topsecret")).isEqualTo("******");
		assertThat(shown("sun.java.command", "http://host:4318/?tenant=1&key=topsecret"))
			.isEqualTo("http://host:4318/?******");
	}

	@Test
	void aShortUserIsHiddenInFrontOfAHostOnly() {
		this.properties.put("telemetry.otel.endpoint", "http://a@host:4317");
		assertThat(shown("sun.java.command", "-jar a.jar http://a@host:4317"))
			.isEqualTo("-jar a.jar http://******@host:4317");
		assertThat(shown("mail", "maria@host")).isEqualTo("maria@host");
	}

	@Test
	void whatAnotherSourceOverridesIsHiddenToo() {
		this.environment.getPropertySources()
			.addLast(new MapPropertySource("file", Map.of("telemetry.otel.headers.x", "old-secret")));
		this.properties.put("telemetry.otel.headers.x", "new-secret");
		assertThat(shown("copy", "old-secret new-secret")).isEqualTo("****** ******");
	}

	@Test
	void placeholdersThatDoNotResolveDoNoHarm() {
		this.properties.put("telemetry.otel.headers.x", "${missing} topsecret");
		this.properties.put("telemetry.otel.endpoint", "http://${telemetry.otel.endpoint}@host");
		assertThat(shown("copy", "topsecret")).isEqualTo("******");
	}

	@Test
	void theFunctionsOfTheApplicationHideTheirPartOfAValueToo() {
		this.beans.addBean("application",
				(SanitizingFunction) (data) -> data.withValue(String.valueOf(data.getValue()).replace("cabbage", "?")));
		this.properties.put("telemetry.otel.headers.x", "topsecret");
		assertThat(shown("sun.java.command", "topsecret cabbage")).isEqualTo("****** ?");
		assertThat(shown("other", "cabbage")).isEqualTo("?");
	}

	@Test
	void otherValuesAreLeftAsTheyAre() {
		this.properties.put("telemetry.otel.headers.x-scope-orgid", "1");
		this.properties.put("telemetry.otel.headers.authorization", "Bearer topsecret");
		Stream.of("Bearer 1", 1, 1.5, true, "", "http://ann:other@host/?q=1", new Object())
			.map((value) -> new SanitizableData(null, "other", value))
			.forEach((data) -> assertThat(this.function.apply(data)).isSameAs(data));
		System.getProperties().stringPropertyNames().forEach((name) -> {
			SanitizableData data = new SanitizableData(null, name, System.getProperty(name));
			assertThat(this.function.apply(data)).isSameAs(data);
		});
	}

	private Object shown(String key, Object value) {
		return new Sanitizer(this.beans.getBeanProvider(SanitizingFunction.class).stream().toList())
			.sanitize(new SanitizableData(null, key, value), true);
	}

}
