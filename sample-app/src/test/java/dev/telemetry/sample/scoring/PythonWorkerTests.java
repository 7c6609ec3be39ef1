package dev.telemetry.sample.scoring;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.json.JsonParserFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The module that a worker in Python has.
 */
@EnabledIf("dev.telemetry.sample.scoring.PythonProcess#isThere")
class PythonWorkerTests {

	private static final Path MODULE = Path.of("worker", "telemetry_worker.py");

	private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

	private static final String PARENT = "00-" + TRACE + "-b7ad6b7169203331-01";

	private static final String PROGRAM = """
			import telemetry_worker as telemetry
			try:
			    with telemetry.span("outer", item="tea") as span:
			        span["score"] = 0.5
			        telemetry.event("seen", {"count": 2, "odd": float("nan")}, {"yes": True})
			        with telemetry.span("inner"):
			            raise ValueError("no stock")
			except ValueError:
			    pass
			telemetry.event("last")
			""";

	@Test
	void itIsShortAndNeedsNothing() throws IOException {
		assertThat(Files.readAllLines(MODULE)).hasSizeLessThanOrEqualTo(90)
			.filteredOn((line) -> line.startsWith("import") || line.startsWith("from"))
			.containsExactly(
					"import atexit, contextlib, contextvars, json, math, numbers, os, re, secrets, threading, time, urllib.request");
	}

	@Test
	void withoutAParentThatReadsItIsSilent() throws Exception {
		assertThat(PythonProcess.run(PROGRAM, Map.of("TRACEPARENT", PARENT))).isEmpty();
		assertThat(PythonProcess.run(PROGRAM, Map.of("OTEL_EXPORTER", "none"))).isEmpty();
	}

	@Test
	void itPrintsALineForAllThatHappens() throws Exception {
		List<String> lines = PythonProcess.run(PROGRAM, Map.of("OTEL_EXPORTER", "stderr", "TRACEPARENT", PARENT));
		assertThat(lines).hasSize(6).allMatch((line) -> line.startsWith("TELEMETRY:{"));
		List<Map<String, Object>> told = lines.stream().map(PythonWorkerTests::json).toList();
		assertThat(told).extracting((line) -> line.get("event"))
			.containsExactly("outer.start", "seen", "inner.start", "inner", "outer", "last");
		assertThat(told).allMatch((line) -> TRACE.equals(line.get("correlation_id")));
		Map<?, ?> outer = (Map<?, ?>) told.get(4).get("metadata");
		Map<?, ?> inner = (Map<?, ?>) told.get(3).get("metadata");
		assertThat(outer.get("parent_span_id")).isEqualTo("b7ad6b7169203331");
		assertThat(inner.get("parent_span_id")).isEqualTo(outer.get("span_id"));
		assertThat(inner.get("status")).isEqualTo("ERROR");
		assertThat(inner.get("status_message")).isEqualTo("no stock");
		assertThat(inner.get("error.type")).isEqualTo("ValueError");
		assertThat(((Map<?, ?>) told.get(4).get("measurements")).get("score")).isEqualTo(0.5);
		assertThat(told.get(1).get("measurements")).isEqualTo(Map.of("count", 2));
		assertThat(((Map<?, ?>) told.get(1).get("metadata")).get("yes")).isEqualTo("True");
		assertThat(((Map<?, ?>) told.get(1).get("metadata")).get("span_id")).isEqualTo(outer.get("span_id"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "stderr", "otlp" })
	void valuesThatCannotBeToldHarmNothing(String exporter) throws Exception {
		List<String> lines = PythonProcess.run("""
				import telemetry_worker as telemetry
				class Odd:
				    def __eq__(self, other): raise ValueError("as an array of numbers")
				    def __str__(self): raise ValueError("no text")
				class OddError(Exception):
				    def __str__(self): raise ValueError("no text")
				try:
				    with telemetry.span("outer", odd=Odd(), huge=10**400) as span:
				        span["more"] = 10**5000
				        telemetry.event("seen", {"count": 10**400, ("a",): 1}, {"odd": Odd()})
				        raise OddError()
				except OddError:
				    telemetry.event("passed")
				""", Map.of("OTEL_EXPORTER", exporter, "TRACEPARENT", PARENT, "OTEL_EXPORTER_OTLP_ENDPOINT",
				"http://localhost:1"));
		List<Object> events = lines.stream().map((line) -> json(line).get("event")).toList();
		assertThat(events)
			.isEqualTo((exporter.equals("stderr")) ? List.of("outer.start", "outer", "passed") : List.of());
	}

	@Test
	void numbersOfOtherLibrariesAreMeasurements() throws Exception {
		List<String> lines = PythonProcess.run("""
				import fractions, numbers
				import telemetry_worker as telemetry
				class Whole:  # As NumPy has them.
				    def __int__(self): return 3
				    def __float__(self): return 3.0
				numbers.Integral.register(Whole)
				with telemetry.span("s") as span:
				    span["half"] = fractions.Fraction(1, 2)
				telemetry.event("e", {"whole": Whole(), "yes": True, "odd": 1j})
				""", Map.of("OTEL_EXPORTER", "stderr"));
		assertThat(((Map<?, ?>) json(lines.get(1)).get("measurements")).get("half")).isEqualTo(0.5);
		assertThat(json(lines.get(2)).get("measurements")).isEqualTo(Map.of("whole", 3));
	}

	@Test
	void anEventSaysThatItIsNoneOfTheLinesOfASpan() throws Exception {
		List<String> lines = PythonProcess.run("""
				import telemetry_worker as telemetry
				with telemetry.span("s"):
				    telemetry.event("s.stop")
				    telemetry.event("seen")
				""", Map.of("OTEL_EXPORTER", "stderr"));
		assertThat(((Map<?, ?>) json(lines.get(1)).get("metadata")).get("kind")).isEqualTo("EVENT");
		assertThat(((Map<?, ?>) json(lines.get(2)).get("metadata")).get("kind")).isNull();
	}

	@Test
	void aSpanIsClosedInAnyContext() throws Exception {
		List<String> lines = PythonProcess.run("""
				import contextvars
				import telemetry_worker as telemetry
				def work():
				    with telemetry.span("s"):
				        yield
				generator = work()
				contextvars.copy_context().run(next, generator)
				for end in generator: pass
				telemetry.event("passed")
				""", Map.of("OTEL_EXPORTER", "stderr"));
		assertThat(lines).extracting((line) -> json(line).get("event")).containsExactly("s.start", "s", "passed");
	}

	@Test
	void whatOnlyLeavesASpanHasNotFailed() throws Exception {
		List<String> lines = PythonProcess.run("""
				import sys
				import telemetry_worker as telemetry
				def work():
				    with telemetry.span("closed"):
				        yield
				next(work())
				try:
				    with telemetry.span("failed"): sys.exit("no stock")
				except SystemExit:
				    pass
				with telemetry.span("done"): sys.exit(0)
				""", Map.of("OTEL_EXPORTER", "stderr"));
		assertThat(lines).filteredOn((line) -> line.contains("\"status\": \"UNSET\""))
			.extracting((line) -> json(line).get("event"))
			.containsExactly("closed", "done");
		assertThat(lines).filteredOn((line) -> line.contains("\"status\": \"ERROR\""))
			.extracting((line) -> json(line).get("event"))
			.containsExactly("failed");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "0,1", "none" })
	void aRatioThatIsNoneStopsNothing(String ratio) throws Exception {
		assertThat(PythonProcess.run(PROGRAM, Map.of("OTEL_EXPORTER", "stderr", "WORKER_SAMPLING_RATIO", ratio)))
			.hasSize(6)
			.allMatch((line) -> line.startsWith("TELEMETRY:"));
	}

	@Test
	void longLinesOfThreadsDoNotMix() throws Exception {
		List<String> lines = PythonProcess.run("""
				import os, threading, time
				reader, writer = os.pipe()
				stderr = os.dup(2)
				os.dup2(writer, 2)
				os.close(writer)
				import telemetry_worker as telemetry
				def work(number):
				    for i in range(20):
				        telemetry.event("e", {}, {"text": str(number) * 10000})
				workers = [threading.Thread(target=work, args=(number,)) for number in range(4)]
				for worker in workers: worker.start()
				def close():
				    for worker in workers: worker.join()
				    os.close(2)
				threading.Thread(target=close).start()
				while data := os.read(reader, 30000):
				    time.sleep(0.001)
				    os.write(stderr, data)
				""", Map.of("OTEL_EXPORTER", "stderr"));
		assertThat(lines).hasSize(80).allSatisfy((line) -> assertThat(json(line).get("event")).isEqualTo("e"));
	}

	@Test
	void aForkedProcessSendsOnlyItsOwnSpansAndWaitsForNoThreadOfItsParent() throws Exception {
		BlockingQueue<String> received = new LinkedBlockingQueue<>();
		HttpServer backend = backend(received);
		try {
			PythonProcess.run("""
					import os, signal, sys
					import telemetry_worker as t
					with t.span("parent"): pass
					t._sending.acquire()
					child = os.fork()
					if child == 0:
					    signal.alarm(10)
					    with t.span("child"): pass
					    sys.exit(0)
					os.waitpid(child, 0)
					t._sending.release()
					""", Map.of("OTEL_EXPORTER", "otlp", "OTEL_EXPORTER_OTLP_ENDPOINT", endpoint(backend)));
			assertThat(received).hasSize(2);
			assertThat(received.poll()).contains("\"child\"").doesNotContain("\"parent\"");
			assertThat(received.poll()).contains("\"parent\"").doesNotContain("\"child\"");
		}
		finally {
			backend.stop(0);
		}
	}

	@Test
	void whatIsNotWantedIsNotPrinted() throws Exception {
		List<String> lines = PythonProcess.run(PROGRAM, Map.of("OTEL_EXPORTER", "stderr", "TRACEPARENT", PARENT,
				"TELEMETRY_EVENTS_EXCLUDE", "se*,last", "WORKER_SAMPLING_RATIO", "0"));
		assertThat(lines).as("failures are").hasSize(2).allMatch((line) -> line.contains("\"status\": \"ERROR\""));
	}

	@Test
	void aSpanThatIsNotWantedIsPrintedNeitherWhenItStartsNorAsAWhole() throws Exception {
		List<String> lines = PythonProcess.run(
				"import telemetry_worker as t\nwith t.span('order.score'):\n    with t.span('other'): pass",
				Map.of("OTEL_EXPORTER", "stderr", "TELEMETRY_EVENTS_EXCLUDE", "order.score"));
		assertThat(lines).extracting((line) -> json(line).get("event")).containsExactly("other.start", "other");
	}

	@Test
	void theWorkGoesOnWhenNothingReadsTheLinesAnyMore(@TempDir Path directory) throws Exception {
		Path done = directory.resolve("done");
		PythonProcess.run("""
				import os
				reader, writer = os.pipe()
				os.dup2(writer, 2)
				os.close(reader)
				import telemetry_worker as t
				with t.span("s"):
				    t.event("e")
				open("%s", "w").write("done")
				""".formatted(done), Map.of("OTEL_EXPORTER", "stderr"));
		assertThat(done).hasContent("done");
	}

	@Test
	void itHoldsNoMoreForABackendThanItSendsAtOnce() throws Exception {
		BlockingQueue<String> received = new LinkedBlockingQueue<>();
		HttpServer backend = backend(received);
		try {
			assertThat(PythonProcess.run("""
					import sys, threading, telemetry_worker as t
					t.event("outside")
					for i in range(600):
					    with t.span("s"): pass
					for thread in threading.enumerate():
					    thread is threading.main_thread() or thread.join()
					print(len(t._ended), "events" in t._current.get(), file=sys.stderr)
					""", Map.of("OTEL_EXPORTER", "otlp", "OTEL_EXPORTER_OTLP_ENDPOINT", endpoint(backend))))
				.singleElement()
				.asString()
				.matches("\\d\\d? False");
			assertThat(String.join("", received).split("\"spanId\"", -1)).hasSize(601);
		}
		finally {
			backend.stop(0);
		}
	}

	@Test
	void itSaysNothingWhereNothingIsToBeSent() throws Exception {
		Map<String, String> nowhere = Map.of("OTEL_EXPORTER", "otlp", "OTEL_EXPORTER_OTLP_ENDPOINT", "nowhere");
		assertThat(PythonProcess.run("import telemetry_worker", nowhere)).isEmpty();
		assertThat(PythonProcess.run(PROGRAM, nowhere)).isEmpty();
		assertThat(PythonProcess.run("import telemetry_worker",
				Map.of("OTEL_EXPORTER", "none", "OTEL_EXPORTER_OTLP_ENDPOINT", "")))
			.isEmpty();
	}

	@Test
	void theControlFileCountsMore(@TempDir Path directory) throws Exception {
		Path file = Files.writeString(directory.resolve("control.json"),
				"{\"ratio\":{\"scoring\":0.0,\"*\":1.0},\"exclude\":[\"seen\"]}");
		List<String> lines = PythonProcess.run(
				"import telemetry_worker as t\nt.event('seen')\nt.event('other')\n" + "with t.span('s'): pass",
				Map.of("OTEL_EXPORTER", "stderr", "WORKER_POOL", "scoring", "WORKER_CONTROL_FILE", file.toString()));
		assertThat(lines).singleElement().asString().contains("other");
	}

	@ParameterizedTest
	@ValueSource(strings = { "null", "[]", "{\"ratio\":0.0,\"exclude\":[]}", "{\"ratio\":{\"*\":null},\"exclude\":[]}",
			"{\"ratio\":{},\"exclude\":null}", "{\"ratio\":{\"*\":\"x\"},\"exclude\":[\"seen\",1]}", "{", "" })
	void aControlFileOfSomethingElseChangesNothing(String content, @TempDir Path directory) throws Exception {
		Path file = Files.writeString(directory.resolve("control.json"), content);
		List<String> lines = PythonProcess.run("import telemetry_worker as t\nt.event('seen')\nwith t.span('s'): pass",
				Map.of("OTEL_EXPORTER", "stderr", "WORKER_CONTROL_FILE", file.toString()));
		assertThat(lines).hasSize(3);
	}

	@Test
	void aTextThatIsTooLongForALineIsCut() throws Exception {
		List<String> lines = PythonProcess.run(
				"import telemetry_worker as t\ntry:\n with t.span('s', body='\\u00e9' * 100000): raise ValueError('x' * 100000)\n"
						+ "except ValueError: pass",
				Map.of("OTEL_EXPORTER", "stderr"));
		assertThat(lines).hasSize(2).allSatisfy((line) -> assertThat(line).hasSizeLessThan(64 * 1024));
		assertThat(lines.get(1)).contains("\"status\": \"ERROR\"");
	}

	@Test
	void oneVariableSendsTheSameToABackend() throws Exception {
		BlockingQueue<String> received = new LinkedBlockingQueue<>();
		HttpServer backend = backend(received);
		try {
			assertThat(PythonProcess.run(PROGRAM, Map.of("OTEL_EXPORTER", "otlp", "TRACEPARENT", PARENT,
					"OTEL_EXPORTER_OTLP_ENDPOINT", endpoint(backend))))
				.isEmpty();
			String body = received.poll(10, TimeUnit.SECONDS);
			Map<String, Object> request = JsonParserFactory.getJsonParser().parseMap(body);
			assertThat(request).containsOnlyKeys("resourceSpans");
			assertThat(body).contains("\"traceId\": \"" + TRACE + "\"")
				.contains("\"parentSpanId\": \"b7ad6b7169203331\"")
				.contains("\"name\": \"inner\"")
				.contains("\"status\": {\"code\": 2, \"message\": \"no stock\"}")
				.contains("{\"key\": \"score\", \"value\": {\"doubleValue\": 0.5}}");
		}
		finally {
			backend.stop(0);
		}
	}

	private static HttpServer backend(BlockingQueue<String> received) throws IOException {
		HttpServer backend = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		backend.createContext("/v1/traces", (exchange) -> {
			received.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
			exchange.sendResponseHeaders(200, -1);
			exchange.close();
		});
		backend.start();
		return backend;
	}

	private static String endpoint(HttpServer backend) {
		return "http://localhost:" + backend.getAddress().getPort();
	}

	private static Map<String, Object> json(String line) {
		return JsonParserFactory.getJsonParser().parseMap(line.substring("TELEMETRY:".length()));
	}

}
