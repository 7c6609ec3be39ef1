package dev.telemetry.worker;

import java.io.BufferedReader;
import java.util.List;

import io.opentelemetry.api.trace.StatusCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Workers that are closed by an interrupted thread, such as that of an executor that
 * ends.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "starts shell programs")
class ClosedWorkersTests {

	// Says so when it can be asked to end, and ends in order then.
	private static final String ORDERLY = "trap 'exit 7' TERM; echo; while :; do sleep 0.05; done";

	@Test
	void anInterruptedThreadLetsTheWorkerEndInOrder() throws Exception {
		try (WorkerBench bench = new WorkerBench()) {
			Worker worker = bench.workers.start(WorkerBench.shell(ORDERLY), "scoring");
			close(worker);
			assertThat(worker.process().exitValue()).isEqualTo(7);
			assertThat(bench.exported("worker.run").getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
		}
	}

	@Test
	void soItDoesWithoutTelemetry() throws Exception {
		Worker worker = Workers.noop().start(WorkerBench.shell(ORDERLY), "scoring");
		close(worker);
		assertThat(worker.process().exitValue()).isEqualTo(7);
	}

	private static void close(Worker worker) throws Exception {
		try (BufferedReader output = worker.process().inputReader()) {
			assertThat(List.of(output.readLine())).hasSize(1);
		}
		Thread.currentThread().interrupt();
		worker.close();
		assertThat(Thread.interrupted()).as("stays interrupted").isTrue();
	}

}
