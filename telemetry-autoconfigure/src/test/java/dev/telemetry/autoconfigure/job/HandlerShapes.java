package dev.telemetry.autoconfigure.job;

import java.util.concurrent.atomic.AtomicInteger;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RestController;

import dev.telemetry.record.TimedJob;

/**
 * Beans with an annotated method, and methods that Spring calls: requests and the
 * scheduler find them by reflection, on the proxy if there is one.
 */
final class HandlerShapes {

	private static final long HOUR = 3_600_000;

	private HandlerShapes() {
	}

	static class Shape {

		private final AtomicInteger count = new AtomicInteger();

		@TimedJob(queue = "shape")
		void work() {
			this.count.incrementAndGet();
		}

		@Override
		public String toString() {
			return "count " + this.count;
		}

	}

	@RestController
	static class PackagePrivateHandler extends Shape {

		private final String name = "na".concat("me");

		@GetMapping("/")
		String get() {
			return this.name + this;
		}

	}

	@RestController
	static class PrivateHandler extends Shape {

		private final String name = "na".concat("me");

		@GetMapping("/")
		private String get() {
			return this.name + this;
		}

	}

	@RestController
	static class FinalHandler extends Shape {

		private final String name = "na".concat("me");

		@GetMapping("/")
		final String get() {
			return this.name.trim() + this;
		}

	}

	@RestController
	static class PrivateModel extends Shape {

		private final String name = "na".concat("me");

		@ModelAttribute("model")
		private String model() {
			return this.name.trim();
		}

		@GetMapping("/")
		String get(@ModelAttribute("model") String model) {
			return model + this;
		}

	}

	@RestController
	static class FinalExceptionHandler extends Shape {

		private final String name = "na".concat("me");

		@GetMapping("/")
		String get() {
			throw new IllegalStateException("boom");
		}

		@ExceptionHandler
		final String handle(IllegalStateException ex) {
			return this.name.trim() + ex.getMessage();
		}

	}

	static class PackagePrivateScheduled extends Shape {

		private final AtomicInteger ticks = new AtomicInteger();

		@Scheduled(fixedDelay = HOUR, initialDelay = HOUR)
		void tick() {
			this.ticks.incrementAndGet();
		}

		@Override
		public String toString() {
			return this.ticks + " ticks, " + super.toString();
		}

	}

	static class PrivateScheduled extends Shape {

		private final AtomicInteger ticks = new AtomicInteger();

		@Scheduled(fixedDelay = HOUR, initialDelay = HOUR)
		private void tick() {
			this.ticks.incrementAndGet();
		}

		@Override
		public String toString() {
			return this.ticks + " ticks, " + super.toString();
		}

	}

	static class FinalScheduled extends Shape {

		private final AtomicInteger ticks = new AtomicInteger();

		@Scheduled(fixedDelay = HOUR, initialDelay = HOUR)
		final void tick() {
			this.ticks.incrementAndGet();
		}

		@Override
		public String toString() {
			return this.ticks + " ticks, " + super.toString();
		}

	}

	/** Has a proxy in any case, for its methods with beans. */
	@Configuration
	static class FullConfiguration extends Shape {

		@Bean
		AtomicInteger number() {
			return new AtomicInteger(7);
		}

		@Scheduled(fixedDelay = HOUR, initialDelay = HOUR)
		void tick() {
			number().incrementAndGet();
		}

		@Override
		public String toString() {
			return number() + super.toString();
		}

	}

}
