package dev.telemetry.autoconfigure.web;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.telemetry.autoconfigure.property.PropertyRejections;
import dev.telemetry.decision.ConsistentRatio;
import dev.telemetry.decision.PathSampling;
import dev.telemetry.request.PathRule;

/**
 * Maps the properties of paths to rules, and rejects invalid values.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @param rejections rejects properties
 * @since 0.1.0
 */
public record PathRulesMapper(PropertyRejections rejections) {

	/**
	 * Maps properties.
	 * @param paths the properties, in their order
	 * @return the rules
	 */
	public List<PathRule> of(List<TelemetryHttpProperties.Path> paths) {
		List<PathRule> result = new ArrayList<>();
		for (int i = 0; i < paths.size(); i++) {
			result.add(of("telemetry.http.paths[" + i + "].", paths.get(i)));
		}
		return result;
	}

	private PathRule of(String prefix, TelemetryHttpProperties.Path properties) {
		String path = properties.getPath();
		if (path == null || !PathRule.isPattern(path)) {
			throw this.rejections.reject(prefix + "path",
					"a pattern of paths that begins with a slash and has * or a name in braces for whole segments, ** only at the end");
		}
		PathSampling sampling = new PathSampling(ratio(prefix, properties.getRatio()),
				slowThreshold(prefix, properties.getSlowThreshold()));
		return new PathRule(path, (properties.isUntraced()) ? null : sampling);
	}

	private @Nullable ConsistentRatio ratio(String prefix, @Nullable Double ratio) {
		return (ratio != null) ? ConsistentRatio.of(this.rejections.ratio(prefix + "ratio", ratio)) : null;
	}

	private @Nullable Long slowThreshold(String prefix, @Nullable Duration threshold) {
		return (threshold != null) ? this.rejections.positive(prefix + "slow-threshold", threshold).toNanos() : null;
	}

}
