package dev.telemetry.autoconfigure.client;

import java.net.URI;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is told of a URL.
 */
class CalledUrlTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			https://api.example.com/items/{id}              | /items/{id}
			https://api.example.com?key=abc/SECRET          | /
			/login?next=https://shop/secret/token=abc       | /login
			//ann:topsecret@api.example.com/items           | /items
			https://ann:topsecret@api.example.com           | /
			/items#https://api.example.com/secret           | /items
			items                                           | /items
			{base}/items?key={key}                          | /{base}/items
			/items;jsessionid=SECRET/{id}                   | /items/{id}
			""")
	void thePathOfATemplateHasNoSecret(String template, String path) {
		assertThat(CalledUrl.path(template)).isEqualTo(path);
	}

	@ParameterizedTest
	@CsvSource({ "http://Prices.Example.com/items, prices", "http://localhost:9090/items, local",
			"http://ann:topsecret@price_service:8080/items, price_service",
			"http://OTHER.example.com, other.example.com", "mailto:ann@example.com, unknown",
			"http://[::1]:8080/items, [::1]" })
	void aServiceIsNamedByItsHostHoweverThatIsWritten(URI uri, String name) {
		assertThat(new ServiceNames(Map.of("PRICES.example.com", "prices", "LocalHost:9090", "local")).of(uri))
			.isEqualTo(name);
	}

	@ParameterizedTest
	@CsvSource({ "https://prices.example.com/items, prices", "http://prices.example.com/items, prices.example.com",
			"https://prices.example.com:8443, prices.example.com", "HTTP://stock.example.com, stock",
			"http://stock.example.com:80/items, stock" })
	void thePortOfAServiceNeedNotBeInTheUrl(URI uri, String name) {
		assertThat(
				new ServiceNames(Map.of("prices.example.com:443", "prices", "stock.example.com:80", "stock")).of(uri))
			.isEqualTo(name);
	}

	@ParameterizedTest
	@CsvSource({ "https://ann:topsecret@api.example.com/a/b?key=SECRET#c, https://api.example.com/a/b",
			"http://api.example.com/items/5;jsessionid=SECRET/a;b, http://api.example.com/items/5/a",
			"http://ann:topsecret@price_service:8080/items, http://price_service:8080/items",
			"http://[::1]:8080/items, http://[::1]:8080/items" })
	void aUrlIsWithoutWhatMayBeSecret(URI uri, String url) {
		assertThat(CalledUrl.full(uri)).isEqualTo(url);
	}

	@Test
	void aTemplateThatIsNotThereHasNoPath() {
		assertThat(CalledUrl.path(null)).isNull();
	}

}
