package dev.telemetry.request;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class PathPatternTests {

	@ParameterizedTest
	@CsvSource({ "/orders, /orders, true", "/orders, /orders/, false", "/orders, /order, false",
			"/orders, /orders2, false", "/orders, /orders;a=b, true", "/orders, /orders;a=b/17, false",
			"/orders/{id}, /orders;a=b/17;c, true", "/orders/{id}/lines, /orders/17;a=b/lines, true",
			"/batch/**, /batch;a=b/c, true", "/orders/*, /orders/17, true", "/orders/*, /orders/, false",
			"/orders/*, /orders/17/lines, false", "/orders/{id}, /orders/17, true",
			"/orders/{id}/lines, /orders/17/lines, true", "/orders/{id}/lines, /orders/17, false",
			"/batch/**, /batch, true", "/batch/**, /batch/a/b, true", "/batch/**, /batches, false", "/**, /, true",
			"/**, /a/b, true", "/, /, true", "/, /a, false", "/auftr\u00e4ge/{\u00e4}, /auftr%C3%A4ge/17, true",
			"/auftr%C3%A4ge/*, /auftr%C3%A4ge/17, true", "/a b, /a%20b, true" })
	void aPatternMatchesSegmentsOfPaths(String pattern, String path, boolean matches) {
		assertThat(new PathPattern(pattern).matches("/shop" + path, 5)).isEqualTo(matches);
	}

}
