package dev.telemetry.benchmarks.comparison.process;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;

/**
 * Sends requests over kept connections to an application on this machine. Allocates
 * nothing for a request, since it shares the cores with what it measures.
 */
final class LoadGenerator implements AutoCloseable {

	private static final int CONNECTIONS = 2;

	private static final int DEADLINE_SECONDS = 120;

	private final List<KeptConnection> connections = new ArrayList<>();

	private final ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);

	LoadGenerator(int port) throws Exception {
		for (int i = 0; i < CONNECTIONS; i++) {
			this.connections.add(new KeptConnection(port, "/items/17"));
		}
	}

	/**
	 * Sends the next request as soon as the answer is there.
	 * @param requests how many in all
	 * @return requests in a second
	 */
	double asFastAsPossible(int requests) throws Exception {
		long start = System.nanoTime();
		onEachConnection((connection, index) -> {
			for (int i = 0; i < requests / CONNECTIONS; i++) {
				connection.exchange();
			}
			return new long[0];
		});
		return requests / ((System.nanoTime() - start) / 1e9);
	}

	/**
	 * Sends a request at each tick of a clock. A request that is late because an earlier
	 * one took long counts from the tick it was due at.
	 * @param rate requests in a second
	 * @param seconds for how long
	 * @return the nanoseconds that each one took, in order of size
	 */
	long[] atRate(int rate, int seconds) throws Exception {
		long interval = TimeUnit.SECONDS.toNanos(1) / rate;
		long start = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(10);
		int each = rate * seconds / CONNECTIONS;
		List<long[]> all = onEachConnection((connection, index) -> {
			long[] taken = new long[each];
			for (int i = 0; i < each; i++) {
				long due = start + ((long) i * CONNECTIONS + index) * interval;
				await(due);
				connection.exchange();
				taken[i] = System.nanoTime() - due;
			}
			return taken;
		});
		long[] sorted = all.stream().flatMapToLong(LongStream::of).toArray();
		Arrays.sort(sorted);
		return sorted;
	}

	private static void await(long due) {
		long left = due - System.nanoTime();
		while (left > 0) {
			LockSupport.parkNanos(left);
			left = due - System.nanoTime();
		}
	}

	private List<long[]> onEachConnection(Work work) throws InterruptedException, ExecutionException, TimeoutException {
		List<Future<long[]>> futures = new ArrayList<>();
		for (int i = 0; i < CONNECTIONS; i++) {
			int index = i;
			Callable<long[]> task = () -> work.on(this.connections.get(index), index);
			futures.add(this.threads.submit(task));
		}
		List<long[]> results = new ArrayList<>();
		for (Future<long[]> future : futures) {
			results.add(future.get(DEADLINE_SECONDS, TimeUnit.SECONDS));
		}
		return results;
	}

	@Override
	public void close() throws Exception {
		this.threads.shutdownNow();
		for (KeptConnection connection : this.connections) {
			connection.close();
		}
	}

	/**
	 * What a connection does.
	 */
	private interface Work {

		long[] on(KeptConnection connection, int index) throws Exception;

	}

}
