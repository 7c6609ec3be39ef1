package dev.telemetry.servlet;

import java.util.List;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * Finds how a request is sampled by its path: the first pattern that matches counts.
 * Allocates nothing.
 */
final class PathRules {

	private final PathPattern[] patterns;

	private final PathRule[] rules;

	PathRules(List<PathRule> rules) {
		this.rules = rules.toArray(new PathRule[0]);
		this.patterns = new PathPattern[this.rules.length];
		for (int i = 0; i < this.patterns.length; i++) {
			this.patterns[i] = new PathPattern(this.rules[i].pattern());
		}
	}

	@Nullable PathRule of(HttpServletRequest request) {
		if (this.patterns.length == 0) {
			return null;
		}
		String uri = request.getRequestURI();
		int begin = request.getContextPath().length();
		for (int i = 0; i < this.patterns.length; i++) {
			if (this.patterns[i].matches(uri, begin)) {
				return this.rules[i];
			}
		}
		return null;
	}

}
