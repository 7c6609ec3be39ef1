package dev.telemetry.benchmarks.comparison.process;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/**
 * The CPU time that each thread of a process has used, as Linux counts it, those of the
 * JVM included.
 *
 * @param threads the threads that were alive, by their number
 */
record ThreadTimes(Map<Long, ThreadTime> threads) {

	/**
	 * Reads the times of a process.
	 * @param process its folder, such as {@code /proc/4711}
	 * @throws IOException if the system does not say
	 */
	static ThreadTimes read(Path process) throws IOException {
		Map<Long, ThreadTime> threads = new HashMap<>();
		try (DirectoryStream<Path> tasks = Files.newDirectoryStream(process.resolve("task"))) {
			for (Path task : tasks) {
				try {
					String name = Files.readString(task.resolve("comm")).strip();
					String nanos = Files.readString(task.resolve("schedstat")).split(" ", 2)[0];
					threads.put(Long.valueOf(task.getFileName().toString()),
							new ThreadTime(Work.of(name), Long.parseLong(nanos)));
				}
				catch (NoSuchFileException ex) {
					// The thread has ended meanwhile.
				}
			}
		}
		return new ThreadTimes(threads);
	}

	/**
	 * Returns what was used since then.
	 * @param before the times of the same process before
	 * @return nanoseconds, by what the threads do; without threads that have ended
	 */
	Map<Work, Long> since(ThreadTimes before) {
		Map<Work, Long> sums = new EnumMap<>(Work.class);
		for (Work work : Work.values()) {
			sums.put(work, 0L);
		}
		this.threads.forEach((thread, time) -> {
			ThreadTime start = before.threads.get(thread);
			sums.merge(time.work(), time.nanos() - ((start != null) ? start.nanos() : 0), Long::sum);
		});
		return sums;
	}

	/**
	 * The time of a thread.
	 *
	 * @param work what it does
	 * @param nanos CPU time since it was started
	 */
	record ThreadTime(Work work, long nanos) {

	}

}
