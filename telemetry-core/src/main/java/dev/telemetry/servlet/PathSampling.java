package dev.telemetry.servlet;

import org.jspecify.annotations.Nullable;

import dev.telemetry.root.RouteSampling;

/**
 * How requests for some paths are sampled. Immutable.
 *
 * @param pattern path below the context path: {@code *} and a name in braces stand for
 * one segment, {@code **} at the end for any number of them
 * @param sampling what differs for them, or {@code null} if they are never traced
 */
public record PathSampling(String pattern, @Nullable RouteSampling sampling) {

	public PathSampling {
		if (!pattern.startsWith("/")) {
			throw new IllegalArgumentException("A pattern of paths begins with a slash");
		}
	}

}
