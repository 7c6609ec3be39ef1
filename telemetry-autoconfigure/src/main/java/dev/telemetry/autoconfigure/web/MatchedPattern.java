package dev.telemetry.autoconfigure.web;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.util.pattern.PathPattern;

import dev.telemetry.servlet.RoutePattern;

/**
 * Finds the pattern that Spring MVC has matched. With Spring Data REST, that pattern is
 * the same for all repositories, such as <code>/{repository}/{id}</code>; it is replaced
 * by the pattern of the repository, which Spring Data REST sets on the observation of
 * Spring's own filter. Immutable.
 *
 * @param dataRest whether Spring Data REST is present
 */
record MatchedPattern(boolean dataRest) implements RoutePattern {

	static final String DATA_REST = "org.springframework.data.rest.webmvc.RepositoryRestHandlerMapping";

	static final String OF_REPOSITORY = DATA_REST + ".EFFECTIVE_REPOSITORY_RESOURCE_LOOKUP_PATH";

	static MatchedPattern in(@Nullable ClassLoader classLoader) {
		return new MatchedPattern(ClassUtils.isPresent(DATA_REST, classLoader));
	}

	@Override
	public @Nullable String of(HttpServletRequest request) {
		if (this.dataRest && request.getAttribute(OF_REPOSITORY) instanceof PathPattern pattern) {
			return pattern.getPatternString();
		}
		return (request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE) instanceof String pattern)
				? pattern : null;
	}

}
