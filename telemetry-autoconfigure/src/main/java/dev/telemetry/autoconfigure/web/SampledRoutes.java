package dev.telemetry.autoconfigure.web;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.telemetry.autoconfigure.property.PropertyRejections;
import dev.telemetry.decision.ConsistentRatio;
import dev.telemetry.decision.RouteSampling;
import dev.telemetry.servlet.PathSampling;

/**
 * Turns the properties of routes into settings, and rejects those that make no sense.
 */
record SampledRoutes(PropertyRejections rejections) {

	List<PathSampling> of(List<TelemetryHttpProperties.Route> routes) {
		List<PathSampling> result = new ArrayList<>();
		for (int i = 0; i < routes.size(); i++) {
			result.add(of("telemetry.http.routes[" + i + "].", routes.get(i)));
		}
		return result;
	}

	private PathSampling of(String prefix, TelemetryHttpProperties.Route route) {
		String path = route.getPath();
		if (path == null || !PathSampling.isPattern(path)) {
			throw this.rejections.reject(prefix + "path",
					"a pattern of paths that begins with a slash and has * or a name in braces for whole segments, ** only at the end");
		}
		RouteSampling sampling = new RouteSampling(ratio(prefix, route.getRatio()),
				slowThreshold(prefix, route.getSlowThreshold()));
		return new PathSampling(path, (route.isNever()) ? null : sampling);
	}

	private @Nullable ConsistentRatio ratio(String prefix, @Nullable Double ratio) {
		if (ratio == null) {
			return null;
		}
		if (!(ratio >= 0.0 && ratio <= 1.0)) {
			throw this.rejections.reject(prefix + "ratio", "a number from 0.0 to 1.0");
		}
		return ConsistentRatio.of(ratio);
	}

	private @Nullable Long slowThreshold(String prefix, @Nullable Duration threshold) {
		if (threshold == null) {
			return null;
		}
		if (threshold.isNegative() || threshold.isZero()) {
			throw this.rejections.reject(prefix + "slow-threshold", "a duration above zero");
		}
		try {
			return threshold.toNanos();
		}
		catch (ArithmeticException ex) {
			throw this.rejections.reject(prefix + "slow-threshold", "a duration below 292 years");
		}
	}

}
