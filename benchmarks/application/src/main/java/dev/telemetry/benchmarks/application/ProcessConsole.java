package dev.telemetry.benchmarks.application;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;

/**
 * Answers each line of its input with a line about the process:
 *
 * <pre>
 * measured port=8080 allocated=123 cpu=456 classes=7 threads=8 live=9
 * </pre>
 *
 * with bytes allocated by the threads that run, nanoseconds of CPU time, and, where the
 * line is {@code gc}, the bytes of the heap that survive a collection, some seconds
 * later. The first such line comes unasked.
 */
final class ProcessConsole {

	private static final int LISTENERS_SECONDS = 5;

	private final BufferedReader in;

	private final PrintStream out;

	private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

	ProcessConsole(InputStream in, PrintStream out) {
		this.in = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
		this.out = out;
	}

	void run(int port) throws IOException, InterruptedException {
		String question = "";
		while (question != null) {
			this.out.println("measured port=" + port + " allocated=" + allocated() + " cpu="
					+ this.system.getProcessCpuTime() + " classes="
					+ ManagementFactory.getClassLoadingMXBean().getTotalLoadedClassCount() + " threads="
					+ this.threads.getThreadCount() + " live=" + ("gc".equals(question) ? liveBytes() : 0));
			this.out.flush();
			question = this.in.readLine();
		}
	}

	// The JDK counts those of threads that have ended from 21 on only; none of those that
	// serve or export does here.
	private long allocated() {
		long sum = 0;
		for (long bytes : this.threads.getThreadAllocatedBytes(this.threads.getAllThreadIds())) {
			sum += Math.max(0, bytes);
		}
		return sum;
	}

	private static long liveBytes() throws InterruptedException {
		System.gc();
		// What listens to collections hears of it later, and then loads its classes.
		TimeUnit.SECONDS.sleep(LISTENERS_SECONDS);
		return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
	}

}
