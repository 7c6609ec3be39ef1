package dev.telemetry.starter.application;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import javax.management.NotificationEmitter;

import com.sun.management.ThreadMXBean;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Tells what an application does to its process, to be compared with another one.
 * Arguments are those of the application.
 */
public final class InertMain {

	private static final int WARM_UP_ROUNDS = 10;

	private static final int ROUNDS = 20;

	private static final int REQUESTS = 40;

	private static final List<String> PATHS = List.of("/quiet/1", "/missing", "/actuator/health", "/actuator",
			"/actuator/prometheus");

	private final PrintStream out;

	private InertMain(PrintStream out) {
		this.out = out;
	}

	public static void main(String[] args) throws IOException, InterruptedException {
		try (ConfigurableApplicationContext context = new SpringApplication(WebApplication.class).run(args)) {
			InertMain main = new InertMain(System.out);
			Definitions definitions = new Definitions(context);
			main.print("beans", definitions.all());
			main.print("configurations", definitions.configurations());
			int port = context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
			main.report(port);
		}
	}

	private void report(int port) throws IOException, InterruptedException {
		printThreads("threads at start");
		try (RawConnection connection = new RawConnection(port)) {
			for (String path : PATHS) {
				RawConnection.Response response = connection.get(path);
				print(path, response.head() + '\n' + response.body());
			}
			for (int i = 0; i < WARM_UP_ROUNDS; i++) {
				connection.getAtOnce("/quiet/1", REQUESTS);
			}
			for (int i = 0; i < ROUNDS; i++) {
				long before = allocatedByWorkers();
				connection.getAtOnce("/quiet/1", REQUESTS);
				print("bytes", (allocatedByWorkers() - before) / REQUESTS);
			}
		}
		printThreads("threads after requests");
		awaitListenersToCollections();
		new ClassesAreCountedUpToThis();
	}

	// The first collection makes them load their classes, and may come at any time. They
	// are told one after the other, this one last.
	private static void awaitListenersToCollections() throws InterruptedException {
		CountDownLatch told = new CountDownLatch(1);
		for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
			((NotificationEmitter) collector).addNotificationListener((notification, handback) -> told.countDown(),
					null, null);
		}
		System.gc();
		if (!told.await(30, TimeUnit.SECONDS)) {
			throw new IllegalStateException("Nobody is told of a collection");
		}
	}

	// What the others allocate has nothing to do with requests.
	private static long allocatedByWorkers() {
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		long[] workers = Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
			.filter((thread) -> thread != null && thread.getThreadName().contains("-exec-"))
			.mapToLong(ThreadInfo::getThreadId)
			.toArray();
		return Arrays.stream(threads.getThreadAllocatedBytes(workers)).sum();
	}

	private void printThreads(String name) {
		print(name,
				Thread.getAllStackTraces()
					.keySet()
					.stream()
					.map((thread) -> thread.getName() + (thread.isDaemon() ? " (daemon)" : ""))
					.sorted()
					.collect(Collectors.joining(", ")));
	}

	private void print(String name, Object value) {
		this.out.println("FACT " + name + "=" + value.toString().replace("\r", "").replace("\n", "\\n"));
	}

	/** Marks the place in the log of loaded classes. */
	public static final class ClassesAreCountedUpToThis {

	}

}
