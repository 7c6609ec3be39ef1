package dev.telemetry.autoconfigure.job;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.ConcurrencyThrottleSupport;

import dev.telemetry.test.RecordedSpans;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * What is recorded where something else is around a method as well. The table of
 * docs/jobs.md is what this sees. To write it again:
 * {@code mvn -pl telemetry-autoconfigure -am verify -Dtelemetry.docs.write=true}.
 */
class AdvicePlacesTests {

	private static final Path PAGE = Path.of("..", "docs", "jobs.md");

	private static final String BEGIN = "<!-- places:begin -->\n";

	private static final String END = "<!-- places:end -->";

	private static final Duration SOON = Duration.ofSeconds(10);

	private final RecordedSpans spans = new RecordedSpans();

	@Test
	void thePageSaysWhatIsRecorded() throws Exception {
		String page = Files.readString(PAGE);
		String expected = page.substring(0, page.indexOf(BEGIN) + BEGIN.length()) + table()
				+ page.substring(page.indexOf(END));
		if (Boolean.getBoolean("telemetry.docs.write")) {
			Files.writeString(PAGE, expected);
		}
		assertThat(Files.readString(PAGE)).as("docs/jobs.md is stale, or what it says is no longer so")
			.isEqualTo(expected);
	}

	private String table() throws Exception {
		try (ConfigurableApplicationContext context = RecordedApplication.run(this.spans, GuardedApplication.class)) {
			GuardedWork work = context.getBean(GuardedWork.class);
			work.retryJob();
			work.retryCall();
			for (int i = 0; i < 2; i++) {
				work.cacheJob();
				work.cacheCall();
			}
			work.lockJob();
			work.lockCall();
			assertThatException().isThrownBy(work::transactionJob);
			assertThatException().isThrownBy(work::transactionCall);
			work.asyncJob();
			work.asyncCall();
			assertThat(this.spans.named("job.run")).noneMatch((span) -> is(span, "async"));
			waitForTheirTurn(work);
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			Awaitility.await().atMost(SOON).until(() -> this.spans.spans().stream().filter(this::isAsync).count() == 2);
			return row("around the method", "`@TimedJob`", "`@TimedExternalCall`") + row("---", "---", "---")
					+ row(registry, "`@Retryable`: two attempts fail, the third succeeds", "retry")
					+ row(registry, "`@Cacheable`: called twice, the second answer is from the cache", "cache")
					+ row(registry, "`@SchedulerLock` of ShedLock: another instance has the lock", "lock")
					+ row(registry, "`@Transactional`: the commit fails", "transaction")
					+ row("`@ConcurrencyLimit`: it waits for its turn", waited("job.run"), waited("external.api.call"))
					+ row(registry, "`@Async`: the caller goes on, the work ends later", "async");
		}
	}

	private void waitForTheirTurn(GuardedWork work) throws InterruptedException {
		List<Thread> second = new ArrayList<>();
		Thread job = started(work::limitJob);
		Thread call = started(work::limitCall);
		awaitWaiting(job, GuardedWork.class);
		awaitWaiting(call, GuardedWork.class);
		second.add(started(work::limitJob));
		second.add(started(work::limitCall));
		second.forEach((thread) -> awaitWaiting(thread, ConcurrencyThrottleSupport.class));
		work.release();
		for (Thread thread : List.of(job, call, second.get(0), second.get(1))) {
			thread.join(SOON.toMillis());
			assertThat(thread.isAlive()).isFalse();
		}
	}

	private static Thread started(Work work) {
		Thread thread = new Thread(() -> {
			try {
				work.run();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		});
		thread.setDaemon(true);
		thread.start();
		return thread;
	}

	// Not anywhere: a thread may wait for a lock on its way.
	private static void awaitWaiting(Thread thread, Class<?> place) {
		Awaitility.await().atMost(SOON).until(() -> isWaiting(thread, place));
	}

	private static boolean isWaiting(Thread thread, Class<?> place) {
		boolean waiting = thread.getState() == Thread.State.WAITING || thread.getState() == Thread.State.TIMED_WAITING;
		return waiting && Arrays.stream(thread.getStackTrace())
			.map(StackTraceElement::getClassName)
			.filter((name) -> !name.startsWith("java.") && !name.startsWith("jdk."))
			.findFirst()
			.filter(place.getName()::equals)
			.isPresent();
	}

	private String waited(String name) {
		List<SpanData> limited = this.spans.named(name).stream().filter((span) -> is(span, "limit")).toList();
		assertThat(limited).hasSize(2);
		boolean overlap = limited.get(1).getStartEpochNanos() < limited.get(0).getEndEpochNanos()
				&& limited.get(0).getStartEpochNanos() < limited.get(1).getEndEpochNanos();
		return (overlap) ? "with the wait" : "without the wait";
	}

	private boolean isAsync(SpanData span) {
		return is(span, "async");
	}

	private static boolean is(SpanData span, String name) {
		return span.getAttributes().asMap().containsValue(name);
	}

	private static String row(MeterRegistry registry, String guard, String name) {
		return row(guard, recorded(registry, "job.run", "job.skipped", "type", name),
				recorded(registry, "external.api.call", "external.api.skipped", "operation", name));
	}

	private static String recorded(MeterRegistry registry, String timer, String counter, String key, String name) {
		List<String> all = new ArrayList<>();
		add(all, count(registry, timer, key, name, "false"), "failure", "failures");
		add(all, count(registry, timer, key, name, "true"), "success", "successes");
		Counter skipped = registry.find(counter).tag(key, name).counter();
		add(all, (skipped != null) ? (long) skipped.count() : 0, "skipped", "skipped");
		return (all.isEmpty()) ? "nothing" : String.join(", ", all);
	}

	private static void add(List<String> all, long count, String one, String several) {
		if (count > 0) {
			all.add(count + " " + ((count == 1) ? one : several));
		}
	}

	private static long count(MeterRegistry registry, String name, String key, String value, String success) {
		Timer timer = registry.find(name).tag(key, value).tag("success", success).timer();
		return (timer != null) ? timer.count() : 0;
	}

	private static String row(String... cells) {
		return "| " + String.join(" | ", cells) + " |\n";
	}

	@Test
	void thePlaceCanBeChosen() {
		try (ConfigurableApplicationContext context = RecordedApplication.run(this.spans, GuardedApplication.class,
				"--telemetry.job.order=2147483647", "--telemetry.client.order=-2147483648")) {
			GuardedWork work = context.getBean(GuardedWork.class);
			work.retryJob();
			work.retryCall();
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			assertThat(recorded(registry, "job.run", "job.skipped", "type", "retry"))
				.isEqualTo("2 failures, 1 success");
			assertThat(recorded(registry, "external.api.call", "external.api.skipped", "operation", "retry"))
				.isEqualTo("1 success");
		}
	}

	/**
	 * What may be interrupted.
	 */
	private interface Work {

		void run() throws InterruptedException;

	}

}
