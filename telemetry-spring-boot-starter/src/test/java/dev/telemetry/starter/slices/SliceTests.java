package dev.telemetry.starter.slices;

import javax.sql.DataSource;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.jdbc.test.autoconfigure.JdbcTest;
import org.springframework.boot.restclient.test.autoconfigure.RestClientTest;
import org.springframework.boot.test.autoconfigure.json.JsonTest;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webclient.test.autoconfigure.WebClientTest;
import org.springframework.boot.webflux.test.autoconfigure.WebFluxTest;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that start a part of an application, with telemetry switched on as in production.
 */
class SliceTests {

	@Nested
	@WebMvcTest(properties = "telemetry.enabled=true")
	class OfControllers {

		@Test
		void injectWhatDoesNothing(@Autowired MockMvcTester mvc) {
			assertThat(mvc.get().uri("/injected")).hasStatusOk().hasBodyTextEqualTo("false");
		}

	}

	@Nested
	@WebMvcTest
	class OfControllersWhileOff {

		@Test
		void injectWhatDoesNothing(@Autowired MockMvcTester mvc) {
			assertThat(mvc.get().uri("/injected")).hasStatusOk().hasBodyTextEqualTo("false");
		}

	}

	@Nested
	@JdbcTest(properties = "telemetry.enabled=true")
	class OfTheDatabase {

		@Test
		void injectWhatDoesNothing(@Autowired Injected injected, @Autowired DataSource dataSource) {
			assertThat(injected.work()).isEqualTo("false");
			assertThat(dataSource).isNotNull();
		}

	}

	@Nested
	@JsonTest(properties = "telemetry.enabled=true")
	class OfJson {

		@Test
		void injectWhatDoesNothing(@Autowired Injected injected) {
			assertThat(injected.work()).isEqualTo("false");
		}

	}

	@Nested
	@RestClientTest(properties = "telemetry.enabled=true")
	class OfClients {

		@Test
		void injectWhatDoesNothing(@Autowired Injected injected) {
			assertThat(injected.work()).isEqualTo("false");
		}

	}

	@Nested
	@WebClientTest(properties = "telemetry.enabled=true")
	class OfReactiveClients {

		@Test
		void injectWhatDoesNothing(@Autowired Injected injected) {
			assertThat(injected.work()).isEqualTo("false");
		}

	}

	@Nested
	@WebFluxTest(properties = "telemetry.enabled=true")
	class OfReactiveControllers {

		@Test
		void injectWhatDoesNothing(@Autowired WebTestClient client) {
			client.get().uri("/injected").exchangeSuccessfully().expectBody(String.class).isEqualTo("false");
		}

	}

	@Nested
	@SpringBootTest(properties = { "telemetry.enabled=true", "telemetry.otel.exporter=none" },
			webEnvironment = SpringBootTest.WebEnvironment.NONE)
	class OfNothing {

		@Test
		void haveTheWholeOfIt(@Autowired Injected injected) {
			assertThat(injected.work()).isEqualTo("true");
		}

	}

}
