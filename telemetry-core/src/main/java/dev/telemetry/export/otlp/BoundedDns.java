package dev.telemetry.export.otlp;

import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import okhttp3.Dns;
import org.jspecify.annotations.Nullable;

/**
 * Waits for a name service no longer than for a connection. Nothing else limits a lookup:
 * without an answer, it may take minutes, and the batch would count as sent and
 * unanswered.
 *
 * @param dns resolves names
 * @param executor runs the lookups
 * @param longest how long a lookup may take
 */
record BoundedDns(Dns dns, Executor executor, Duration longest) implements Dns {

	@Override
	public List<InetAddress> lookup(String host) throws UnknownHostException {
		FutureTask<List<InetAddress>> lookup = new FutureTask<>(() -> this.dns.lookup(host));
		try {
			this.executor.execute(lookup);
			return lookup.get(this.longest.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (ExecutionException ex) {
			throw unknown(host, ex.getCause());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw unknown(host, new InterruptedIOException());
		}
		catch (TimeoutException | RuntimeException ex) {
			throw unknown(host, ex);
		}
	}

	private static UnknownHostException unknown(String host, @Nullable Throwable cause) {
		if (cause instanceof UnknownHostException unknown) {
			return unknown;
		}
		UnknownHostException unknown = new UnknownHostException(host);
		unknown.initCause(cause);
		return unknown;
	}

}
