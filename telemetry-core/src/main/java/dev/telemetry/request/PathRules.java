package dev.telemetry.request;

import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.telemetry.decision.ConsistentRatio;
import dev.telemetry.decision.PathSampling;

/**
 * Finds the sampling rule of a request by its path: the first pattern that matches
 * counts. Ratios may be set that take precedence over those of the rules. Immutable; a
 * look-up allocates nothing.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class PathRules {

	/** No rules: all paths are sampled alike. */
	public static final PathRules NONE = new PathRules(List.of());

	private final List<PathRule> rules;

	private final List<PathRatio> ratios;

	private final PathPattern[] patterns;

	private final PathPattern[] ratioPatterns;

	// Rules by the index of the ratio and of the rule; the last column is for paths that
	// no rule matches.
	private final PathRule[][] both;

	/**
	 * Creates rules.
	 * @param rules the rules, in their order
	 */
	public PathRules(List<PathRule> rules) {
		this(rules, List.of());
	}

	private PathRules(List<PathRule> rules, List<PathRatio> ratios) {
		this.rules = List.copyOf(rules);
		this.ratios = List.copyOf(ratios);
		this.patterns = new PathPattern[this.rules.size()];
		for (int i = 0; i < this.patterns.length; i++) {
			this.patterns[i] = new PathPattern(this.rules.get(i).pattern());
		}
		this.ratioPatterns = new PathPattern[this.ratios.size()];
		this.both = new PathRule[this.ratioPatterns.length][];
		for (int i = 0; i < this.ratioPatterns.length; i++) {
			this.ratioPatterns[i] = new PathPattern(this.ratios.get(i).pattern());
			this.both[i] = withRules(this.ratios.get(i));
		}
	}

	private PathRule[] withRules(PathRatio ratio) {
		PathRule[] row = new PathRule[this.patterns.length + 1];
		for (int i = 0; i < row.length; i++) {
			PathSampling sampling = (i < this.patterns.length) ? this.rules.get(i).sampling() : null;
			Long slowThreshold = (sampling != null) ? sampling.slowThresholdNanos() : null;
			row[i] = new PathRule(ratio.pattern(), new PathSampling(ratio.ratio(), slowThreshold));
		}
		return row;
	}

	/**
	 * Returns rules with other ratios for some paths. Other settings of the rules stay,
	 * but untraced paths become traced.
	 * @param ratios the ratios, in their order
	 * @return the rules
	 */
	public PathRules with(List<PathRatio> ratios) {
		return new PathRules(this.rules, ratios);
	}

	/**
	 * Returns the rules.
	 * @return the rules, in their order
	 */
	public List<PathRule> rules() {
		return this.rules;
	}

	/**
	 * Returns the ratios that take precedence over the rules.
	 * @return the ratios, in their order
	 */
	public List<PathRatio> ratios() {
		return this.ratios;
	}

	/**
	 * Finds the rule of a request.
	 * @param path contains the path of the request
	 * @param begin where the path below the context path begins
	 * @return the rule, or {@code null} if none matches
	 */
	public @Nullable PathRule of(String path, int begin) {
		if (this.patterns.length == 0 && this.ratioPatterns.length == 0) {
			return null;
		}
		int rule = indexOf(this.patterns, path, begin);
		int ratio = indexOf(this.ratioPatterns, path, begin);
		if (ratio < this.ratioPatterns.length) {
			return this.both[ratio][rule];
		}
		return (rule < this.patterns.length) ? this.rules.get(rule) : null;
	}

	/**
	 * Returns whether a rule says that a request is not traced.
	 * @param path contains the path of the request
	 * @param begin where the path below the context path begins
	 * @return whether the request is not traced
	 */
	public boolean isUntraced(String path, int begin) {
		PathRule rule = of(path, begin);
		return rule != null && rule.sampling() == null;
	}

	// Returns the number of patterns if none matches.
	private static int indexOf(PathPattern[] patterns, String path, int begin) {
		int index = 0;
		while (index < patterns.length && !patterns[index].matches(path, begin)) {
			index++;
		}
		return index;
	}

	/**
	 * A ratio for some paths. Immutable.
	 *
	 * @param pattern path below the context path, with the wildcards of {@link PathRule}
	 * @param ratio share of the traces that is kept
	 */
	public record PathRatio(String pattern, ConsistentRatio ratio) {

		public PathRatio {
			if (!PathRule.isPattern(pattern)) {
				throw new IllegalArgumentException("'" + pattern + "' is no pattern of paths");
			}
		}

	}

}
