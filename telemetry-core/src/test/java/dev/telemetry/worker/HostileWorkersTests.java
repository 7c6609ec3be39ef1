package dev.telemetry.worker;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.telemetry.decision.RootDecider;
import dev.telemetry.health.InternalFailures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Whatever a worker does, it is bounded and counted, and is not held up.
 */
@DisabledOnOs(OS.WINDOWS)
class HostileWorkersTests {

	private static final String SPAN = "00000000000000a1";

	@Test
	void aLineOfFiftyMegabytesTakesNoMemoryAndIsCountedOnce() throws Exception {
		try (WorkerBench bench = new WorkerBench()) {
			bench.run("printf 'TELEMETRY:{' >&2; head -c 50000000 /dev/zero | tr '\\0' x >&2; echo >&2; echo text >&2");
			assertThat(bench.counts().lines(LineFate.TOO_LONG)).isEqualTo(1);
			assertThat(bench.texts).containsExactly("text\n");
			bench.assertAllLinesHaveAFate();
		}
	}

	@Test
	void aLongTextIsPassedOnInPieces() throws Exception {
		try (WorkerBench bench = new WorkerBench()) {
			bench.run("head -c 200000 /dev/zero | tr '\\0' x >&2; echo >&2");
			assertThat(String.join("", bench.texts)).hasSize(200_001).endsWith("x\n");
			bench.assertAllLinesHaveAFate();
		}
	}

	@Test
	@SuppressWarnings("ThreadLocalUsage")
	void theirThreadsInheritNothingOfWhatStartsThem() throws Exception {
		List<String> inherited = new CopyOnWriteArrayList<>();
		InheritableThreadLocal<String> ofRequest = new InheritableThreadLocal<>() {

			@Override
			protected String childValue(String value) {
				if (!startsThreadOfTheJdk()) {
					inherited.add(value);
				}
				return value;
			}

		};
		ofRequest.set("the user of a request");
		try (WorkerBench bench = new WorkerBench()) {
			bench.run("echo text >&2");
			Workers.noop().follow(WorkerBench.shell("exit 0").start(), "other").waitFor();
			assertThat(bench.texts).hasSize(1);
		}
		finally {
			ofRequest.remove();
		}
		assertThat(inherited).isEmpty();
	}

	// For a process that has exited when its exit is asked for. It ends at once.
	private static boolean startsThreadOfTheJdk() {
		return StackWalker.getInstance()
			.walk((frames) -> frames
				.anyMatch((frame) -> frame.getClassName().startsWith(CompletableFuture.class.getName())));
	}

	@Test
	void aGrandchildThatHoldsThePipeHoldsNobodyUp() throws Exception {
		try (WorkerBench bench = new WorkerBench()) {
			long begin = System.nanoTime();
			Worker worker = bench.workers.start(WorkerBench.shell("sleep 60 & echo $! ; exit 0"), "scoring");
			String grandchild = worker.process().inputReader().readLine();
			assertThat(worker.waitFor()).isZero();
			worker.close();
			assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(15));
			assertThat(bench.exported("worker.run").hasEnded()).isTrue();
			new ProcessBuilder("kill", grandchild).start().waitFor();
		}
	}

	@Test
	void whatComesOnceTheWorkerIsOverFollowsItsTraceIfItIsASpan() throws Exception {
		try (WorkerBench bench = new WorkerBench(); FakeProcess process = new FakeProcess()) {
			Worker worker = bench.workers.follow(process, "scoring");
			process.exit(0);
			worker.waitFor();
			SpanData run = bench.exported("worker.run");
			process.print("TELEMETRY:{\"event\":\"late\",\"measurements\":{\"duration_seconds\":0.1},\"metadata\":"
					+ "{\"span_id\":\"" + SPAN + "\",\"status\":\"OK\"}}\n");
			process.print("TELEMETRY:{\"event\":\"late.event\"}\nlate text\n");
			process.end();
			WorkerBench.await(() -> bench.counts().lines(LineFate.TEXT) == 1);
			bench.assertAllLinesHaveAFate();
			assertThat(bench.counts().lines(LineFate.LATE)).isEqualTo(1);
			assertThat(bench.exported("late").getParentSpanId()).isEqualTo(run.getSpanId());
			assertThat(bench.exported("late").getTraceId()).isEqualTo(run.getTraceId());
		}
	}

	@Test
	void aWorkerThatPrintsTooFastLosesLinesAndIsNotSlowedDown() throws Exception {
		try (WorkerBench bench = new WorkerBench(WorkerBench.settings(100), 1.0)) {
			bench.run("i=0; while [ $i -lt 2000 ]; do echo 'TELEMETRY:{\"event\":\"a.b\"}'; i=$((i+1)); done >&2");
			assertThat(bench.counts().linesRead()).isEqualTo(2_000);
			assertThat(bench.counts().lines(LineFate.RATE)).isBetween(1L, 1_800L);
			assertThat(bench.counts().lines(LineFate.TOO_MANY_EVENTS)).isPositive();
			bench.assertAllLinesHaveAFate();
		}
	}

	@Test
	void anOutputThatHangsDoesNotHoldTheWorkerUp() throws Exception {
		WorkerSettings few = new WorkerSettings(1_024, 1_000, 10_000, 10, 10, TimeUnit.MILLISECONDS.toNanos(50),
				TimeUnit.SECONDS.toNanos(2), false, false, WorkerEnvironment.NONE, null);
		try (WorkerBench bench = new WorkerBench(few, 1.0); Hanging hanging = new Hanging(bench, few)) {
			Worker worker = hanging.workers.start(WorkerBench.shell("seq 1 50000 >&2"), "scoring");
			assertThat(worker.process().waitFor(20, TimeUnit.SECONDS)).isTrue();
			PoolCounts counts = hanging.workers.pools().iterator().next();
			WorkerBench.await(() -> counts.linesRead() == 50_000);
			assertThat(counts.lines(LineFate.QUEUE_FULL)).isGreaterThan(40_000);
		}
	}

	@Test
	void whoWaitsForAWorkerWaitsNoLongerForItsLinesThanIsSaid() throws Exception {
		Duration drain = Duration.ofMillis(600);
		WorkerSettings settings = new WorkerSettings(1_024, 1_000, 10_000, 10, 10, drain.toNanos(),
				TimeUnit.SECONDS.toNanos(2), false, false, WorkerEnvironment.NONE, null);
		try (WorkerBench bench = new WorkerBench(settings, 1.0);
				Hanging hanging = new Hanging(bench, settings);
				FakeProcess process = new FakeProcess()) {
			Worker worker = hanging.workers.follow(process, "scoring");
			process.print("text\n");
			process.exit(0);
			long begin = System.nanoTime();
			worker.waitFor();
			assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(drain.multipliedBy(5).dividedBy(2));
		}
	}

	@Test
	void aProcessThatCannotBeFollowedIsNotOneThatRuns() throws Exception {
		InternalFailures failures = new InternalFailures();
		try (WorkerBench bench = new WorkerBench(); FakeProcess process = new FakeProcess()) {
			process.refusesToTellOfItsEnd = true;
			try (FollowedWorkers workers = new FollowedWorkers(bench.recorder, TextMapPropagator.noop(), null,
					RootDecider.BY_SAMPLER, Resource.getDefault(), bench, WorkerBench.settings(1_000), bench.control,
					EventCatalog.empty(), CatalogMode.OFF, bench, failures)) {
				Worker worker = workers.follow(process, "scoring");
				process.end();
				process.exit(0);
				assertThat(worker.waitFor()).isZero();
				assertThat(failures.count()).isEqualTo(1);
				assertThat(workers.running()).isEmpty();
				assertThat(workers.pools()).allMatch((counts) -> counts.runningWorkers() == 0);
				assertThat(bench.exported("worker.run").getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
			}
		}
	}

	@Test
	void killedInTheMiddleItCostsOneLineAtMost() throws Exception {
		try (WorkerBench bench = new WorkerBench(WorkerBench.settings(1_000_000), 1.0)) {
			Worker worker = bench.workers.start(
					WorkerBench
						.shell("while :; do echo 'TELEMETRY:{\"event\":\"a.b\",\"metadata\":{\"k\":\"v\"}}'; done >&2"),
					"scoring");
			WorkerBench.await(() -> bench.counts().linesRead() > 500);
			worker.process().destroyForcibly();
			assertThat(worker.waitFor()).isEqualTo(137);
			assertThat(bench.counts().lines(LineOutcome.REJECTED)).isLessThanOrEqualTo(1);
			assertThat(bench.counts().lines(LineFate.FOLDED)).isPositive();
			bench.assertAllLinesHaveAFate();
		}
	}

	@Test
	void aLineThatIsCutOffIsCounted() throws Exception {
		try (WorkerBench bench = new WorkerBench()) {
			bench.run("printf 'TELEMETRY:{\"event\":\"a.b\"}\\nTELEMETRY:{\"event\":\"a' >&2; kill -9 $$");
			assertThat(bench.counts().lines(LineFate.FOLDED)).isEqualTo(1);
			assertThat(bench.counts().lines(LineFate.MALFORMED)).isEqualTo(1);
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			00000000000000000000000000000001 | UNKNOWN_TRACE
			not a trace                      | UNKNOWN_TRACE
			""")
	void aTraceThatIsNotOpenHereIsNotTaken(String trace, LineFate fate) throws Exception {
		try (WorkerBench bench = new WorkerBench()) {
			bench.run(WorkerBench.print(WorkerBench.line("a.b", "", "", trace)));
			assertThat(bench.counts().lines(fate)).isEqualTo(1);
			assertThat(bench.exported()).hasSize(1);
		}
	}

	@Test
	void aWorkerThatServesRequestsMayNameTheirTraces() throws Exception {
		try (WorkerBench bench = new WorkerBench()) {
			Span request = bench.request();
			bench.run("t=" + request.getSpanContext().getTraceId() + "; "
					+ WorkerBench.spanLine("tool", SPAN, request.getSpanContext().getSpanId(), "UNSET"));
			request.end();
			assertThat(bench.exported("tool").getTraceId()).isEqualTo(request.getSpanContext().getTraceId());
			assertThat(bench.exported("tool").getParentSpanId()).isEqualTo(request.getSpanContext().getSpanId());
			assertThat(bench.exported("worker.run").getTraceId()).isNotEqualTo(request.getSpanContext().getTraceId());
		}
	}

	@Test
	void theIdsOfOtherSpansCannotBeTaken() throws Exception {
		try (WorkerBench bench = new WorkerBench()) {
			Span request = bench.request();
			try (Scope scope = Context.root().with(request).makeCurrent()) {
				bench.run(WorkerBench.IDS
						+ WorkerBench.spanLine("root", request.getSpanContext().getSpanId(), "$p", "UNSET") + "s=$p; "
						+ WorkerBench.spanLine("own", "'\"$s\"'", "$p", "UNSET")
						+ WorkerBench.spanLine("twice", SPAN, "$p", "UNSET")
						+ WorkerBench.spanLine("twice", SPAN, "$p", "UNSET"));
			}
			assertThat(request.isRecording()).isTrue();
			request.end();
			assertThat(bench.counts().lines(LineFate.DUPLICATE_SPAN)).isEqualTo(3);
			assertThat(bench.exported()).extracting(SpanData::getName)
				.containsExactlyInAnyOrder("http.server", "worker.run", "twice");
		}
	}

	/**
	 * Anything that a stream can bring: each piece has one fate, nothing fails, and what
	 * is exported is of the trace.
	 */
	@Test
	void whateverComesHasOneFateAndNothingFails() throws Exception {
		long seed = System.nanoTime();
		Random random = new Random(seed);
		WorkerSettings small = new WorkerSettings(256, 1_000_000, 1_000_000, 5, 5, TimeUnit.SECONDS.toNanos(1),
				TimeUnit.SECONDS.toNanos(2), false, false, WorkerEnvironment.NONE, null);
		try (WorkerBench bench = new WorkerBench(small, 1.0); FakeProcess process = new FakeProcess()) {
			Worker worker = bench.workers.follow(process, "scoring");
			for (int i = 0; i < 2_000; i++) {
				process.print(anything(random));
			}
			process.end();
			process.exit(random.nextInt(2));
			worker.waitFor();
			assertThat(bench.failures.count()).as("seed %d", seed).isZero();
			bench.assertAllLinesHaveAFate();
			String trace = bench.exported("worker.run").getTraceId();
			assertThat(bench.exported()).as("seed %d", seed).allMatch((span) -> span.getTraceId().equals(trace));
		}
	}

	private static String anything(Random random) {
		return switch (random.nextInt(6)) {
			case 0 -> "text".repeat(random.nextInt(200)) + "\n";
			case 1 -> "TELEMETRY:" + "[{\"".repeat(random.nextInt(100)) + "\n";
			case 2 -> WorkerBench.line("s" + random.nextInt(9) + ".start", "", "\"span_id\":\"" + id(random) + "\"", "")
					+ "\n";
			case 3 -> WorkerBench.line("s" + random.nextInt(9) + ".stop", "", "\"span_id\":\"" + id(random) + "\"", "")
					+ "\n";
			case 4 -> WorkerBench.line("s" + random.nextInt(9), "\"duration_seconds\":" + random.nextLong(),
					"\"status\":\"ERROR\",\"parent_span_id\":\"" + id(random) + "\",\"span_id\":\"" + id(random) + "\"",
					"") + ((random.nextInt(9) == 0) ? "" : "\n");
			default -> WorkerBench.line("e", "\"n\":1", "\"span_id\":\"" + id(random) + "\"", "") + "\n";
		};
	}

	private static String id(Random random) {
		return "00000000000000" + (char) ('a' + random.nextInt(8)) + random.nextInt(10);
	}

	@Test
	void timesAreMovedToWhenTheWorkerRan() throws Exception {
		try (WorkerBench bench = new WorkerBench()) {
			bench.run(WorkerBench
				.print("TELEMETRY:{\"event\":\"old\",\"measurements\":{\"duration_seconds\":1e30},\"metadata\":"
						+ "{\"span_id\":\"" + SPAN + "\",\"status\":\"OK\"},\"timestamp_ns\":1}"));
			SpanData span = bench.exported("old");
			SpanData run = bench.exported("worker.run");
			assertThat(span.getStartEpochNanos()).isBetween(run.getStartEpochNanos(), run.getEndEpochNanos());
			assertThat(span.getEndEpochNanos()).isBetween(span.getStartEpochNanos(), run.getEndEpochNanos());
			assertThat(bench.counts().clampedTimes()).isEqualTo(2);
		}
	}

	@Test
	void spansThatStartAndNeverStopAreBounded() throws Exception {
		WorkerSettings few = new WorkerSettings(1_024, 1_000, 100_000, 3, 10, TimeUnit.SECONDS.toNanos(1),
				TimeUnit.SECONDS.toNanos(2), false, false, WorkerEnvironment.NONE, null);
		try (WorkerBench bench = new WorkerBench(few, 1.0)) {
			List<String> lines = new ArrayList<>();
			for (int i = 1; i <= 5; i++) {
				lines.add(WorkerBench.line("s.start", "", "\"span_id\":\"000000000000000" + i + "\"", ""));
			}
			bench.run(WorkerBench.print(lines.toArray(String[]::new)));
			assertThat(bench.counts().lines(LineFate.TOO_MANY_SPANS)).isEqualTo(2);
			assertThat(bench.exported()).hasSize(4);
		}
	}

	@Test
	void namesOfSpansAreBounded() throws Exception {
		WorkerSettings few = new WorkerSettings(1_024, 1_000, 100_000, 3, 10, TimeUnit.SECONDS.toNanos(1),
				TimeUnit.SECONDS.toNanos(2), false, false, WorkerEnvironment.NONE, null);
		try (WorkerBench bench = new WorkerBench(few, 1.0)) {
			StringBuilder script = new StringBuilder(WorkerBench.IDS);
			for (int i = 1; i <= 5; i++) {
				script.append(WorkerBench.spanLine("name" + i, "000000000000000" + i, "$p", "UNSET"));
			}
			bench.run(script.toString());
			assertThat(bench.counts().lines(LineFate.TOO_MANY_NAMES)).isEqualTo(2);
		}
	}

	@Test
	void anErrorStreamThatGoesElsewhereIsSaidAndTheProcessRunsAllTheSame() throws Exception {
		try (WorkerBench bench = new WorkerBench()) {
			ProcessBuilder merged = WorkerBench.shell("echo 'TELEMETRY:{\"event\":\"a.b\"}' >&2")
				.redirectErrorStream(true);
			try (Worker worker = bench.workers.start(merged, "scoring")) {
				assertThat(worker.process().getInputStream().readAllBytes()).isNotEmpty();
				assertThat(worker.waitFor()).isZero();
			}
			ProcessBuilder discarded = WorkerBench.shell("echo text >&2")
				.redirectError(ProcessBuilder.Redirect.DISCARD);
			try (Worker worker = bench.workers.start(discarded, "scoring")) {
				assertThat(worker.waitFor()).isZero();
			}
			assertThat(bench.counts().linesRead()).isZero();
			assertThat(bench.exported()).hasSize(2);
		}
	}

	@Test
	void whereMisuseIsToThrowItDoesSoBeforeAnythingIsStarted() {
		WorkerSettings strict = new WorkerSettings(1_024, 1_000, 100_000, 3, 10, 1, 1, false, true,
				WorkerEnvironment.NONE, null);
		try (WorkerBench bench = new WorkerBench(strict, 1.0)) {
			assertThatIllegalArgumentException()
				.isThrownBy(() -> bench.workers.start(WorkerBench.shell("exit 0").redirectErrorStream(true), "scoring"))
				.withMessageContaining("redirectErrorStream");
			assertThatIllegalArgumentException()
				.isThrownBy(() -> bench.workers.start(WorkerBench.shell("exit 0"), "a b"))
				.withMessageContaining("'pool'");
			assertThat(bench.exported()).isEmpty();
		}
	}

	@Test
	void aStreamThatTheApplicationHasClosedIsOver() throws Exception {
		try (WorkerBench bench = new WorkerBench()) {
			Process process = WorkerBench.shell("sleep 0.2; exit 0").start();
			process.getErrorStream().close();
			try (Worker worker = bench.workers.follow(process, "scoring")) {
				assertThat(worker.waitFor()).isZero();
			}
			assertThat(bench.exported("worker.run").hasEnded()).isTrue();
		}
	}

	@Test
	void aHundredWorkersLeaveNoThreadBehind() throws Exception {
		try (WorkerBench bench = new WorkerBench()) {
			List<Worker> workers = new ArrayList<>();
			for (int i = 0; i < 100; i++) {
				workers.add(bench.workers
					.start(WorkerBench.shell("echo 'TELEMETRY:{\"event\":\"a.b\"}' >&2; echo t >&2"), "many"));
			}
			for (Worker worker : workers) {
				worker.waitFor();
			}
			assertThat(bench.counts().lines(LineFate.FOLDED)).isEqualTo(100);
			assertThat(bench.counts().lines(LineFate.TEXT)).isEqualTo(100);
			WorkerBench.await(() -> Thread.getAllStackTraces()
				.keySet()
				.stream()
				.noneMatch((thread) -> thread.getName().startsWith("telemetry-many")
						|| thread.getName().equals("telemetry-workers")));
			assertThat(bench.counts().runningWorkers()).isZero();
		}
	}

	@Test
	void anOutputThatInterruptsItsThreadIsNotTheEndOfFollowing() throws Exception {
		InternalFailures failures = new InternalFailures();
		List<String> texts = new CopyOnWriteArrayList<>();
		TextOutput interrupting = (pool, bytes, ends) -> {
			texts.add(new String(bytes, StandardCharsets.UTF_8));
			Thread.currentThread().interrupt();
		};
		try (WorkerBench bench = new WorkerBench();
				FakeProcess process = new FakeProcess();
				FollowedWorkers workers = new FollowedWorkers(bench.recorder, TextMapPropagator.noop(), null,
						RootDecider.BY_SAMPLER, Resource.getDefault(), interrupting, WorkerBench.settings(1_000),
						bench.control, EventCatalog.empty(), CatalogMode.OFF, bench, failures)) {
			Worker worker = workers.follow(process, "scoring");
			for (int i = 1; i <= 3; i++) {
				int lines = i;
				process.print("line\n");
				WorkerBench.await(() -> texts.size() == lines);
			}
			process.end();
			process.exit(0);
			worker.waitFor();
			WorkerBench.await(() -> workers.running().isEmpty());
		}
	}

	@Test
	void aSpanThatDoesNotSayWhenEndsWhenItIsTold() throws Exception {
		try (WorkerBench bench = new WorkerBench()) {
			bench.run("sleep 0.3; "
					+ WorkerBench.print("TELEMETRY:{\"event\":\"tool\",\"measurements\":{\"duration_seconds\":0.25},"
							+ "\"metadata\":{\"span_id\":\"" + SPAN + "\",\"status\":\"OK\"}}"));
			SpanData span = bench.exported("tool");
			assertThat(span.getEndEpochNanos() - span.getStartEpochNanos()).isEqualTo(250_000_000);
			assertThat(bench.counts().clampedTimes()).isZero();
		}
	}

	/**
	 * Workers whose texts nobody takes.
	 */
	private static final class Hanging implements AutoCloseable {

		private final Object lock = new Object();

		// Guarded by lock.
		private boolean released;

		final FollowedWorkers workers;

		Hanging(WorkerBench bench, WorkerSettings settings) {
			this.workers = new FollowedWorkers(bench.recorder, TextMapPropagator.noop(), null, RootDecider.BY_SAMPLER,
					Resource.getDefault(), (pool, bytes, ends) -> hang(), settings, bench.control, EventCatalog.empty(),
					CatalogMode.OFF, new WorkerListener() {
					}, bench.failures);
		}

		private void hang() {
			synchronized (this.lock) {
				while (!this.released) {
					try {
						this.lock.wait(1_000);
					}
					catch (InterruptedException ex) {
						Thread.currentThread().interrupt();
						return;
					}
				}
			}
		}

		@Override
		public void close() {
			synchronized (this.lock) {
				this.released = true;
				this.lock.notifyAll();
			}
			this.workers.close();
		}

	}

}
