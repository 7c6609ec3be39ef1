package dev.telemetry.starter.application;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * What a bean of the application was given to see.
 */
final class Sightings {

	private final Queue<String> seen = new ConcurrentLinkedQueue<>();

	void add(Object kind, Object attributes) {
		this.seen.add(kind + " " + attributes);
	}

	long ofRequests(String marker) {
		return this.seen.stream().filter((text) -> text.startsWith("SERVER") && text.contains(marker)).count();
	}

}
