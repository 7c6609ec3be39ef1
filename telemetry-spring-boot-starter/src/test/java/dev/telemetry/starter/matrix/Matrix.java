package dev.telemetry.starter.matrix;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import dev.telemetry.starter.application.MatrixMain;
import dev.telemetry.starter.application.Run;
import dev.telemetry.starter.application.RunOutput;
import dev.telemetry.starter.process.ChildProcess;
import dev.telemetry.test.OtlpReceiver;
import dev.telemetry.test.ReceivedSpan;

/**
 * Runs all applications in all states, each class path in a process of its own.
 */
final class Matrix implements AutoCloseable {

	private static final int PROCESSES = 2;

	private static final Duration PROCESS_TIMEOUT = Duration.ofSeconds(150);

	private static final Duration TIMEOUT = Duration.ofSeconds(240);

	private final OtlpReceiver receiver = OtlpReceiver.http();

	private final ExecutorService executor = Executors.newFixedThreadPool(PROCESSES);

	List<Result> run(List<List<Variant>> groups) throws Exception {
		Map<List<Variant>, Future<List<String>>> outputs = new LinkedHashMap<>();
		groups.forEach((group) -> outputs.put(group, this.executor.submit(() -> output(group))));
		long deadline = System.nanoTime() + TIMEOUT.toNanos();
		List<Result> results = new ArrayList<>();
		for (Map.Entry<List<Variant>, Future<List<String>>> output : outputs.entrySet()) {
			List<String> lines = output.getValue().get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
			results.addAll(results(output.getKey(), lines));
		}
		return results;
	}

	// The variants of a group take turns, because of the order of states.
	private List<String> output(List<Variant> group) throws Exception {
		List<String> runs = new ArrayList<>();
		for (State state : State.tried()) {
			group.forEach((variant) -> runs.add(run(variant, state).argument()));
		}
		Variant first = group.get(0);
		List<String> jvmArguments = new ArrayList<>();
		first.jvmArguments().forEach((argument) -> jvmArguments.add(withEndpoint(argument)));
		String name = "matrix-" + first.name().replaceAll("[^A-Za-z0-9]+", "-");
		return new ChildProcess(name, first.classPath(), jvmArguments, MatrixMain.class, runs).run(PROCESS_TIMEOUT);
	}

	private Run run(Variant variant, State state) {
		List<String> properties = new ArrayList<>(List.of("spring.application.name=matrix",
				"spring.main.banner-mode=off", "server.port=0", "server.address=127.0.0.1"));
		variant.properties().forEach((property) -> properties.add(withEndpoint(property)));
		properties.addAll(state.properties(endpoint()));
		return new Run(variant.name(), state.label(), variant.sources(), properties);
	}

	private String withEndpoint(String text) {
		return text.replace(Variant.ENDPOINT, endpoint());
	}

	private String endpoint() {
		return this.receiver.endpoint() + "/v1/traces";
	}

	private List<Result> results(List<Variant> group, List<String> output) {
		List<ReceivedSpan> spans = this.receiver.spans();
		List<Result> results = new ArrayList<>();
		for (Variant variant : group) {
			for (State state : State.tried()) {
				results.add(new Result(variant, state, RunOutput.of(run(variant, state), output), spans));
			}
		}
		return results;
	}

	@Override
	public void close() {
		this.executor.shutdownNow();
		this.receiver.close();
	}

}
