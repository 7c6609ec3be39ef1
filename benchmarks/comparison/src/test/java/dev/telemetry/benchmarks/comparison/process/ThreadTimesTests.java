package dev.telemetry.benchmarks.comparison.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class ThreadTimesTests {

	@TempDir
	private Path process;

	@ParameterizedTest
	@CsvSource({ "http-nio-auto-1, SERVING", "telemetry-expor, EXPORTING", "BatchSpanProces, EXPORTING",
			"C2 CompilerThre, COMPILING", "G1 Conc#0, COLLECTING", "VM Thread, COLLECTING", "main, OTHER" })
	void aThreadIsKnownByWhatLinuxKeepsOfItsName(String name, Work work) {
		assertThat(Work.of(name)).isEqualTo(work);
	}

	@Test
	void whatThreadsHaveUsedIsAddedUpByWhatTheyDo() throws Exception {
		thread(1, "http-nio-auto-1", 100);
		thread(2, "http-nio-auto-1", 50);
		ThreadTimes before = ThreadTimes.read(this.process);
		thread(1, "http-nio-auto-1", 130);
		thread(2, "http-nio-auto-1", 57);
		thread(3, "C2 CompilerThre", 5);

		Map<Work, Long> used = ThreadTimes.read(this.process).since(before);

		assertThat(used).containsEntry(Work.SERVING, 37L)
			.containsEntry(Work.COMPILING, 5L)
			.containsEntry(Work.EXPORTING, 0L);
	}

	private void thread(int number, String name, long nanos) throws Exception {
		Path task = Files.createDirectories(this.process.resolve("task").resolve(String.valueOf(number)));
		Files.writeString(task.resolve("comm"), name + "\n");
		Files.writeString(task.resolve("schedstat"), nanos + " 1 2\n");
	}

}
