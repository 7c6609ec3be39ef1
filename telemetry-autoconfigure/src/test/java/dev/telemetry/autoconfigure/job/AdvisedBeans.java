package dev.telemetry.autoconfigure.job;

import java.util.concurrent.CompletableFuture;

import io.micrometer.core.annotation.Counted;
import io.micrometer.core.annotation.Timed;
import io.micrometer.core.aop.MeterTag;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.Scheduled;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.telemetry.record.TimedExternalCall;
import dev.telemetry.record.TimedJob;

/**
 * Beans whose methods are recorded. The scheduler itself runs none of them.
 */
final class AdvisedBeans {

	private AdvisedBeans() {
	}

	/** Has what {@link Night} inherits, by a method that the compiler makes. */
	abstract static class Base implements BeanShapes.Work {

		@Override
		@TimedJob(queue = "night")
		public void work() {
		}

	}

	public static class Night extends Base {

	}

	interface Handler<T> {

		void handle(T value);

	}

	static class Texts implements Handler<String> {

		@Override
		@TimedJob(queue = "texts")
		public void handle(String value) {
		}

	}

	static class SelfInjected {

		@Autowired
		private SelfInjected self;

		@Scheduled(cron = "-")
		@TimedJob(queue = "self")
		void work() {
		}

		SelfInjected self() {
			return this.self;
		}

	}

	static class Background {

		@Async
		@Scheduled(cron = "-")
		void work() {
			throw new IllegalStateException("late");
		}

	}

	static class Ordinary {

		@Scheduled(cron = "-")
		@TimedJob(queue = "ordinary")
		void work() {
		}

		@Scheduled(cron = "-")
		@TimedJob(queue = "ordinary")
		void fail() {
			throw new IllegalStateException("boom");
		}

	}

	static class Later {

		private final CompletableFuture<String> work = new CompletableFuture<>();

		@TimedJob(queue = "later")
		CompletableFuture<String> stage() {
			return this.work;
		}

		@TimedJob(queue = "later")
		Mono<String> mono() {
			return Mono.error(new IllegalStateException("late"));
		}

		@TimedJob(queue = "later")
		Flux<Integer> flux() {
			return Flux.just(1, 2);
		}

		CompletableFuture<String> work() {
			return this.work;
		}

	}

	static class Twins {

		@TimedJob(queue = "twins")
		void work() {
		}

		@TimedJob(queue = "twins")
		void work(int number) {
		}

	}

	static class Partner {

		@TimedExternalCall(service = "partner")
		void get() {
		}

	}

	static class OtherPartner {

		@TimedExternalCall(service = "partner")
		void get() {
		}

		@TimedExternalCall(service = "partner")
		void put() {
		}

	}

	static class Measured {

		@TimedJob(queue = "measured")
		@Timed("measured.timed")
		@Counted("measured.counted")
		int work(@MeterTag("tenant") String tenant) {
			return tenant.length();
		}

	}

	interface Tagged {

		void work(@MeterTag("tenant") String tenant, String size);

	}

	@Counted("tagged.counted")
	static class TaggedInInterface implements Tagged {

		@Override
		@TimedJob(queue = "measured")
		@Timed("tagged.timed")
		public void work(String tenant, @MeterTag(key = "size", expression = "missing()") String size) {
		}

	}

	static class Recursive {

		@Autowired
		private Recursive self;

		@TimedJob(queue = "recursive")
		@Timed(value = "recursive.long", longTask = true)
		void work(int times) {
			if (times == 0) {
				throw new IllegalStateException("deep enough");
			}
			this.self.work(times - 1);
		}

	}

	static class Leftover {

		@Timed("leftover")
		void work() {
		}

	}

}
