package dev.telemetry.worker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import dev.telemetry.decision.SpanClock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What workers tell becomes part of the trace.
 */
@DisabledOnOs(OS.WINDOWS)
class FollowedWorkersTests {

	private static final String INNER = "00000000000000b1";

	private static final String OUTER = "00000000000000a1";

	private static final String TWO_SPANS = WorkerBench.IDS + WorkerBench.spanLine("tool.step", INNER, OUTER, "UNSET")
			+ WorkerBench.spanLine("tool", OUTER, "$p", "UNSET");

	@Test
	void spansOfTheWorkerKeepTheirIdsAndHangBelowItsRun() throws Exception {
		try (WorkerBench bench = new WorkerBench()) {
			Span request = bench.request();
			try (Scope scope = request.makeCurrent()) {
				bench.run(TWO_SPANS);
			}
			request.end();
			SpanData run = bench.exported("worker.run");
			SpanData outer = bench.exported("tool");
			SpanData inner = bench.exported("tool.step");
			assertThat(run.getParentSpanId()).isEqualTo(request.getSpanContext().getSpanId());
			assertThat(outer.getSpanId()).isEqualTo(OUTER);
			assertThat(outer.getParentSpanId()).isEqualTo(run.getSpanId());
			assertThat(inner.getSpanId()).isEqualTo(INNER);
			assertThat(inner.getParentSpanId()).isEqualTo(OUTER);
			assertThat(bench.exported()).hasSize(4)
				.allMatch((span) -> span.getTraceId().equals(request.getSpanContext().getTraceId()))
				.allMatch((span) -> span.getSpanContext().isSampled());
			bench.assertAllLinesHaveAFate();
		}
	}

	@Test
	void theRunSaysWhoItWasAndWhatCameOfItsLines() throws Exception {
		try (WorkerBench bench = new WorkerBench()) {
			FollowedWorker worker = bench.run(TWO_SPANS + "echo hello >&2; echo 'TELEMETRY:{' >&2; exit 0");
			assertThat(bench.exported("worker.run").getAttributes().asMap()).containsAllEntriesOf(Map.of(
					AttributeKey.stringKey("worker.pool"), "scoring", AttributeKey.stringKey("worker.id"), "scoring-1",
					AttributeKey.longKey("process.pid"), worker.process().pid(),
					AttributeKey.longKey("process.exit.code"), 0L, AttributeKey.longKey("worker.lines.folded"), 2L,
					AttributeKey.longKey("worker.lines.text"), 1L, AttributeKey.longKey("worker.lines.rejected"), 1L));
			assertThat(bench.exported("tool").getAttributes().asMap())
				.containsAllEntriesOf(Map.of(AttributeKey.stringKey("worker.id"), "scoring-1",
						AttributeKey.longKey("process.pid"), worker.process().pid(),
						AttributeKey.stringKey("worker.service"), "scorer", AttributeKey.longKey("size"), 3L))
				.doesNotContainKey(AttributeKey.stringKey("status"));
			assertThat(bench.exported().toString()).doesNotContain("printf");
		}
	}

	@Test
	void aRecorderThatRecordsNothingKeepsNoWorkerFromItsWork() throws Exception {
		try (WorkerBench bench = new WorkerBench()) {
			try (Worker worker = bench.unrecorded.start(WorkerBench.shell("exit 0"), "scoring")) {
				assertThat(worker.waitFor()).isZero();
			}
			bench.unrecorded.close();
		}
	}

	@Test
	void anErrorOfTheWorkerKeepsTheWholeTrace() throws Exception {
		try (WorkerBench bench = new WorkerBench(WorkerBench.settings(1_000), 0.0)) {
			serve(bench, WorkerBench.IDS + WorkerBench.spanLine("tool.step", INNER, OUTER, "ERROR")
					+ WorkerBench.spanLine("tool", OUTER, "$p", "UNSET"));
			assertThat(bench.exported()).extracting(SpanData::getName)
				.containsExactlyInAnyOrder("http.server", "worker.run", "tool", "tool.step");
			assertThat(bench.exported("tool.step").getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
		}
	}

	@Test
	void withoutAnErrorTheWorkerIsForgottenWithItsTrace() throws Exception {
		try (WorkerBench bench = new WorkerBench(WorkerBench.settings(1_000), 0.0)) {
			serve(bench, TWO_SPANS);
			assertThat(bench.exported()).isEmpty();
			assertThat(bench.counts().lines(LineFate.FOLDED)).isEqualTo(2);
		}
	}

	@Test
	void anExitCodeThatIsNotZeroIsAnError() throws Exception {
		try (WorkerBench bench = new WorkerBench(WorkerBench.settings(1_000), 0.0)) {
			serve(bench, "exit 3");
			assertThat(bench.exported()).hasSize(2);
			SpanData run = bench.exported("worker.run");
			assertThat(run.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
			assertThat(run.getAttributes().get(AttributeKey.longKey("process.exit.code"))).isEqualTo(3);
		}
	}

	private static void serve(WorkerBench bench, String script) throws IOException, InterruptedException {
		Span request = bench.request();
		try (Scope scope = request.makeCurrent()) {
			bench.run(script);
		}
		request.end();
	}

	@Test
	void aSpanThatStartsAndStopsAndOneThatFails() throws Exception {
		try (WorkerBench bench = new WorkerBench()) {
			bench.run(WorkerBench
				.print(WorkerBench.line("score.start", "\"items\":2", "\"span_id\":\"" + OUTER + "\"", ""),
						WorkerBench.line("load.start", "",
								"\"span_id\":\"" + INNER + "\",\"parent_span_id\":\"" + OUTER + "\"", ""),
						WorkerBench.line("load.exception", "",
								"\"span_id\":\"" + INNER
										+ "\",\"status_message\":\"no disk\",\"error.type\":\"IOError\"",
								""),
						WorkerBench.line("score.stop", "\"score\":0.5", "\"span_id\":\"" + OUTER + "\"", "")));
			SpanData score = bench.exported("score");
			assertThat(score.getAttributes().asMap()).containsEntry(AttributeKey.longKey("items"), 2L)
				.containsEntry(AttributeKey.doubleKey("score"), 0.5);
			assertThat(score.getParentSpanId()).isEqualTo(bench.exported("worker.run").getSpanId());
			SpanData load = bench.exported("load");
			assertThat(load.getParentSpanId()).isEqualTo(OUTER);
			assertThat(load.getStatus().getDescription()).isEqualTo("no disk");
			assertThat(load.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
		}
	}

	@Test
	void aSpanThatIsOpenWhenTheWorkerEndsHasFailedIfTheWorkerHas() throws Exception {
		String start = WorkerBench.print(WorkerBench.line("score.start", "", "\"span_id\":\"" + OUTER + "\"", ""));
		try (WorkerBench bench = new WorkerBench()) {
			bench.run(start + "exit 3");
			assertThat(bench.exported("score").getStatus().getDescription()).isEqualTo("the worker ended first");
		}
		try (WorkerBench bench = new WorkerBench()) {
			bench.run(start + "exit 0");
			assertThat(bench.exported("score").getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
		}
		try (WorkerBench bench = new WorkerBench(WorkerBench.settings(1_000), 0.0)) {
			serve(bench, start + "exit 0");
			assertThat(bench.exported()).as("its end was lost, which is no error").isEmpty();
		}
	}

	@Test
	void aSpanThatIsSwitchedOffIsSoWhenItStartsAndWhenItEnds() throws Exception {
		try (WorkerBench bench = new WorkerBench(WorkerBench.settings(1_000), 1.0, EventCatalog.empty(),
				CatalogMode.OFF, (name) -> name.equals("score"))) {
			String id = "\"span_id\":\"" + OUTER + "\"";
			bench.run(WorkerBench.print(WorkerBench.line("score.start", "", id, ""),
					WorkerBench.line("score.stop", "", id, ""), WorkerBench.line("score.exception", "", id, ""),
					WorkerBench.line("score", "\"duration_seconds\":0.1", id + ",\"status\":\"OK\"", "")));
			assertThat(bench.counts().lines(LineFate.EXCLUDED)).isEqualTo(4);
			assertThat(bench.exported()).extracting(SpanData::getName).containsExactly("worker.run");
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "EXCLUDED", "RATIO" })
	void aSpanIsForgottenIfItIsSwitchedOffWhileItIsOpen(LineFate fate) throws Exception {
		AtomicBoolean off = new AtomicBoolean();
		try (WorkerBench bench = new WorkerBench(WorkerBench.settings(1_000), 1.0, EventCatalog.empty(),
				CatalogMode.OFF, (name) -> off.get()); FakeProcess process = new FakeProcess()) {
			Worker worker = bench.workers.follow(process, "scoring");
			String id = "\"span_id\":\"" + OUTER + "\"";
			process.print(WorkerBench.line("score.start", "", id, "") + "\n");
			WorkerBench.await(() -> bench.counts().lines(LineFate.FOLDED) == 1);
			off.set(fate == LineFate.EXCLUDED);
			bench.control.ratios().rebase((before) -> PoolRatios.of(Map.of("*", (fate == LineFate.RATIO) ? 0.0 : 1.0)));
			process.print(WorkerBench.line("score.cache", "", id, "") + "\n");
			process.print(WorkerBench.line("score", "\"duration_seconds\":0.1", id + ",\"status\":\"OK\"", "") + "\n");
			process.end();
			process.exit(1);
			worker.waitFor();
			assertThat(bench.counts().lines(fate)).isEqualTo(2);
			assertThat(bench.exported()).extracting(SpanData::getName).containsExactly("worker.run");
		}
	}

	@Test
	void whatTheProcessDoesAtOnceIsNotBeforeItBegan() throws Exception {
		WorkerSettings defaults = WorkerSettings.DEFAULTS;
		WorkerSettings settings = new WorkerSettings(defaults.maxLineLength(), 1_000, defaults.maxQueueBytes(), 10, 10,
				defaults.drainNanos(), defaults.stopNanos(), false, false,
				(control, pool) -> Map.of("AT", Long.toString(SpanClock.epochNanos())), null);
		try (WorkerBench bench = new WorkerBench(settings, 1.0)) {
			bench.run("printf 'TELEMETRY:{\"event\":\"first\",\"timestamp_ns\":%s}\\n' $AT >&2");
			assertThat(bench.exported("worker.run").getEvents()).hasSize(1);
			assertThat(bench.counts().clampedTimes()).isZero();
		}
	}

	@Test
	void eventsGoToTheirSpanAndElseToTheRun() throws Exception {
		try (WorkerBench bench = new WorkerBench()) {
			bench.run(WorkerBench.print(
					WorkerBench.line("tool.cache.miss", "\"n\":1", "\"span_id\":\"" + OUTER + "\",\"key\":true", ""),
					WorkerBench.line("warm.up", "", "", "")) + TWO_SPANS);
			List<EventData> ofTool = bench.exported("tool").getEvents();
			assertThat(ofTool).extracting(EventData::getName).containsExactly("cache.miss");
			assertThat(ofTool.get(0).getAttributes().asMap()).containsEntry(AttributeKey.longKey("n"), 1L)
				.containsEntry(AttributeKey.stringKey("key"), "true");
			assertThat(bench.exported("worker.run").getEvents()).extracting(EventData::getName)
				.containsExactly("warm.up");
			assertThat(bench.told).contains("event tool.cache.miss " + OUTER,
					"event warm.up " + bench.exported("worker.run").getSpanId());
		}
	}

	@Test
	void onlyMeasurementsOfTheCatalogueAreMeasured() throws Exception {
		EventCatalog catalog = EventCatalog.of(Map.of("order.scored", Set.of("score")));
		try (WorkerBench bench = new WorkerBench(WorkerBench.settings(1_000), 0.0, catalog, CatalogMode.WARN,
				(name) -> false)) {
			bench.run(WorkerBench.print(WorkerBench.line("order.scored", "\"score\":0.7,\"secret\":1", "", ""),
					WorkerBench.line("order.scord", "\"score\":0.7", "", "")));
			assertThat(bench.told).contains("counted scoring order.scored", "measured scoring order.scored score 0.7")
				.noneMatch((told) -> told.contains("secret") || told.contains("counted scoring order.scord"));
			assertThat(bench.counts().unknownEvents()).isEqualTo(1);
			assertThat(bench.counts().lines(LineFate.FOLDED)).isEqualTo(2);
		}
	}

	@Test
	void aStrictCatalogueTakesNoOtherEvents() throws Exception {
		EventCatalog catalog = EventCatalog.of(Map.of("order.scored", Set.of()));
		try (WorkerBench bench = new WorkerBench(WorkerBench.settings(1_000), 1.0, catalog, CatalogMode.STRICT,
				(name) -> false)) {
			bench.run(WorkerBench.print(WorkerBench.line("order.scord", "", "", "")));
			assertThat(bench.exported("worker.run").getEvents()).isEmpty();
			assertThat(bench.counts().lines(LineFate.NOT_IN_CATALOG)).isEqualTo(1);
		}
	}

	@Test
	void namesAndTracesCanBeSwitchedOffWhileItRuns() throws Exception {
		try (WorkerBench bench = new WorkerBench(WorkerBench.settings(1_000), 1.0, EventCatalog.empty(),
				CatalogMode.OFF, (name) -> name.startsWith("noisy."))) {
			bench.control.ratios().rebase((before) -> PoolRatios.of(Map.of("*", 0.0)));
			bench.run(WorkerBench.print(WorkerBench.line("noisy.poll", "", "", ""),
					WorkerBench.line("order.scored", "", "", "")));
			assertThat(bench.counts().lines(LineFate.EXCLUDED)).isEqualTo(1);
			assertThat(bench.counts().lines(LineFate.RATIO)).isEqualTo(1);
			bench.control.ratios().rebase((before) -> PoolRatios.parse("*=0.0, scoring=1"));
			bench.run(WorkerBench.print(WorkerBench.line("order.scored", "", "", "")));
			assertThat(bench.counts().lines(LineFate.FOLDED)).isEqualTo(1);
		}
	}

	@Test
	void everythingElseIsPassedOnByteForByte() throws Exception {
		try (WorkerBench bench = new WorkerBench()) {
			bench.run("printf 'a\\r\\n\\n\\377\\000 TELEMETRY:{}\\nhalf ' >&2; printf 'TELEMETRY:{}\\nend' >&2");
			assertThat(String.join("", bench.texts))
				.isEqualTo("a\r\n\n\u00ff\u0000 TELEMETRY:{}\nhalf TELEMETRY:{}\nend");
			assertThat(bench.counts().lines(LineFate.TEXT)).isEqualTo(5);
			bench.assertAllLinesHaveAFate();
		}
	}

	@Test
	void theEnvironmentHasTheTraceAndNothingStale() throws Exception {
		try (WorkerBench bench = new WorkerBench()) {
			ProcessBuilder builder = WorkerBench.shell("echo \"$TRACEPARENT|$TRACESTATE|$BAGGAGE|$OTEL_EXPORTER\" >&2");
			builder.environment().put("TRACEPARENT", "stale");
			builder.environment().put("TRACESTATE", "stale=1");
			builder.environment().put("BAGGAGE", "stale=1");
			try (Worker worker = bench.workers.start(builder, "scoring")) {
				worker.waitFor();
			}
			SpanData run = bench.exported("worker.run");
			assertThat(bench.texts).singleElement()
				.asString()
				.startsWith("00-" + run.getTraceId() + "-" + run.getSpanId() + "-0")
				.endsWith("|ot=th:0||stderr\n");
		}
	}

	@Test
	void whatTheApplicationPutIntoTheEnvironmentItselfStays() throws Exception {
		try (WorkerBench bench = new WorkerBench()) {
			ProcessBuilder builder = WorkerBench.shell("echo \"$OTEL_EXPORTER\" >&2");
			builder.environment().put("OTEL_EXPORTER", "otlp");
			try (Worker worker = bench.workers.start(builder, "scoring")) {
				worker.waitFor();
			}
			assertThat(bench.texts).containsExactly("otlp\n");
		}
	}

	@Test
	void aWorkerDoesNotInheritWhatWouldWinOverWhatItIsTold() throws Exception {
		WorkerSettings defaults = WorkerSettings.DEFAULTS;
		WorkerSettings settings = new WorkerSettings(defaults.maxLineLength(), 1_000, defaults.maxQueueBytes(), 10, 10,
				defaults.drainNanos(), defaults.stopNanos(), false, false, new Winning("PATH"), null);
		try (WorkerBench bench = new WorkerBench(settings, 1.0)) {
			Map<String, String> environment = new HashMap<>(System.getenv());
			bench.workers.prepare(environment);
			assertThat(environment).doesNotContainKey("PATH").containsEntry("OTEL_EXPORTER", "stderr");
			environment.put("PATH", "of the application");
			bench.workers.prepare(environment);
			assertThat(environment).containsEntry("PATH", "of the application");
		}
	}

	@Test
	void aWorkerThatLooksFindsWhatIsWantedInAFile(@TempDir Path directory) throws Exception {
		Path file = directory.resolve("control.json");
		WorkerSettings defaults = WorkerSettings.DEFAULTS;
		WorkerSettings settings = new WorkerSettings(defaults.maxLineLength(), 1_000, defaults.maxQueueBytes(), 10, 10,
				defaults.drainNanos(), defaults.stopNanos(), false, false,
				(control, pool) -> Map.of("FILE", file.toString()), file);
		try (WorkerBench bench = new WorkerBench(settings, 1.0)) {
			Worker worker = bench.workers.start(
					WorkerBench
						.shell("until grep -q scoring \"$FILE\" 2>/dev/null; do sleep 0.05; done; cat \"$FILE\" >&2"),
					"scoring");
			WorkerBench.await(() -> Files.exists(file));
			bench.control.ratios().rebase((before) -> PoolRatios.parse("scoring=0.25"));
			assertThat(worker.waitFor()).isZero();
			assertThat(bench.texts).containsExactly("{\"ratio\":{\"scoring\":0.25},\"exclude\":[]}\n");
		}
	}

	@Test
	void aProcessThatSomethingElseStartsIsPreparedAndFollowed() throws Exception {
		try (WorkerBench bench = new WorkerBench()) {
			ProcessBuilder builder = WorkerBench.shell(TWO_SPANS);
			Span request = bench.request();
			try (Scope scope = request.makeCurrent()) {
				bench.workers.prepare(builder.environment());
				try (Worker worker = bench.workers.follow(builder.start(), "scoring")) {
					assertThat(worker.waitFor()).isZero();
				}
			}
			request.end();
			assertThat(bench.exported("tool").getParentSpanId()).isEqualTo(request.getSpanContext().getSpanId());
			assertThat(bench.exported("worker.run").getParentSpanId()).isEqualTo(request.getSpanContext().getSpanId());
		}
	}

	@Test
	void whatCannotBeStartedFailsAsWithoutTelemetry() {
		try (WorkerBench bench = new WorkerBench()) {
			assertThatExceptionOfType(IOException.class)
				.isThrownBy(() -> bench.workers.start(new ProcessBuilder("/no/such/program"), "scoring"));
			assertThat(bench.exported("worker.run").getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
		}
	}

	@Test
	void whatCannotBeStartedKeepsTheWholeTrace() {
		try (WorkerBench bench = new WorkerBench(WorkerBench.settings(1_000), 0.0)) {
			Span request = bench.request();
			try (Scope scope = request.makeCurrent()) {
				assertThatExceptionOfType(IOException.class)
					.isThrownBy(() -> bench.workers.start(new ProcessBuilder("/no/such/program"), "scoring"));
			}
			request.end();
			assertThat(bench.exported()).extracting(SpanData::getName).containsExactly("worker.run", "http.server");
		}
	}

	@Test
	void aWorkerThatIsClosedEndsAndHasNotFailed() throws Exception {
		try (WorkerBench bench = new WorkerBench()) {
			Worker worker = bench.workers.start(WorkerBench.shell("exec sleep 60"), "scoring");
			worker.close();
			assertThat(worker.process().isAlive()).isFalse();
			assertThat(bench.exported("worker.run").getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
		}
	}

	@Test
	void aWorkerThatHasToBeKilledHasFailedHoweverSoonItsEndIsSeen() throws Exception {
		WorkerSettings settings = WorkerBench.settings(1_000, Duration.ofMillis(10));
		try (WorkerBench bench = new WorkerBench(settings, 1.0); FakeProcess process = new FakeProcess()) {
			process.ignoresBeingAsked = true;
			process.whenKilled = () -> WorkerBench.await(() -> !bench.exported().isEmpty());
			Worker worker = bench.workers.follow(process, "scoring");
			process.end();
			worker.close();
			assertThat(bench.exported("worker.run").getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
			assertThat(bench.exported("worker.run").getAttributes().get(AttributeKey.stringKey("error.type")))
				.isEqualTo("killed");
		}
	}

	@Test
	void theEndOfTheApplicationEndsTheRunButNotTheProcess() throws Exception {
		try (WorkerBench bench = new WorkerBench()) {
			Worker worker = bench.workers.start(
					WorkerBench.shell(WorkerBench.print(WorkerBench.line("warm.up", "", "", "")) + "exec sleep 60"),
					"scoring");
			WorkerBench.await(() -> bench.counts().lines(LineFate.FOLDED) == 1);
			bench.workers.close();
			assertThat(worker.process().isAlive()).isTrue();
			assertThat(bench.exported("worker.run").getEvents()).hasSize(1);
			worker.process().destroyForcibly();
		}
	}

	@Test
	void theTwinStartsTheSameProcessesAndAddsNothing() throws Exception {
		ProcessBuilder builder = WorkerBench.shell("printf \"$TRACEPARENT\"; i=0; "
				+ "while [ $i -lt 2000 ]; do echo '                                                  '; i=$((i+1)); "
				+ "done | cat; exit 5");
		builder.environment().remove("TRACEPARENT");
		builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
		Map<String, String> environment = Map.copyOf(builder.environment());
		try (Worker worker = Workers.noop().start(builder, "scoring")) {
			assertThat(worker.waitFor()).isEqualTo(5);
		}
		assertThat(builder.environment()).isEqualTo(environment);
		assertThat(builder.redirectError()).isEqualTo(ProcessBuilder.Redirect.PIPE);
	}

	@Test
	void aBuilderThatIsUsedAgainTellsTheNextWorkerWhatHoldsThen() throws Exception {
		AtomicInteger number = new AtomicInteger();
		WorkerSettings defaults = WorkerSettings.DEFAULTS;
		WorkerSettings settings = new WorkerSettings(defaults.maxLineLength(), 1_000, defaults.maxQueueBytes(), 10, 10,
				defaults.drainNanos(), defaults.stopNanos(), false, false,
				(control, pool) -> Map.of("WORKER_POOL", pool, "SHARE", "0." + number.incrementAndGet()), null);
		try (WorkerBench bench = new WorkerBench(settings, 1.0)) {
			ProcessBuilder builder = WorkerBench.shell("echo \"$WORKER_POOL|$SHARE|$OWN\" >&2");
			builder.environment().put("OWN", "own");
			Map<String, String> environment = Map.copyOf(builder.environment());
			for (String pool : List.of("scoring", "pricing")) {
				try (Worker worker = bench.workers.start(builder, pool)) {
					worker.waitFor();
				}
			}
			assertThat(bench.texts).containsExactly("scoring|0.1|own\n", "pricing|0.2|own\n");
			assertThat(builder.environment()).isEqualTo(environment);
		}
	}

	/**
	 * An environment in which an inherited variable would win.
	 *
	 * @param name name of that variable
	 */
	private record Winning(String name) implements WorkerEnvironment {

		@Override
		public Map<String, String> variables(WorkerControl control, String pool) {
			return Map.of("OTEL_EXPORTER", "stderr");
		}

		@Override
		public Set<String> notInherited() {
			return Set.of(this.name);
		}

	}

}
