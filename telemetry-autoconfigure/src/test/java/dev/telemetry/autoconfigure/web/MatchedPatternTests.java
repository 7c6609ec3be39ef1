package dev.telemetry.autoconfigure.web;

import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.util.pattern.PathPatternParser;

import static org.assertj.core.api.Assertions.assertThat;

class MatchedPatternTests {

	private final MockHttpServletRequest request = new MockHttpServletRequest();

	@Test
	void aRequestThatMatchedNothingHasNone() {
		assertThat(new MatchedPattern(true).of(this.request)).isNull();
	}

	@Test
	void itIsThatOfSpringMvc() {
		this.request.setAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE, "/orders/{id}");
		assertThat(MatchedPattern.in(null).of(this.request)).isEqualTo("/orders/{id}");
		assertThat(new MatchedPattern(true).of(this.request)).isEqualTo("/orders/{id}");
	}

	@Test
	void withSpringDataRestItIsThatOfTheRepository() {
		this.request.setAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE, "/{repository}/{id}");
		this.request.setAttribute(MatchedPattern.OF_REPOSITORY,
				PathPatternParser.defaultInstance.parse("/people/{id}"));
		assertThat(new MatchedPattern(true).of(this.request)).isEqualTo("/people/{id}");
	}

}
