package dev.telemetry.worker;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/**
 * A process of another kind than those of the JDK, such as one in a container: it has no
 * id, and its stream may last longer than it does.
 */
final class FakeProcess extends Process implements AutoCloseable {

	private final PipedOutputStream printing = new PipedOutputStream();

	private final PipedInputStream printed;

	private final CountDownLatch over = new CountDownLatch(1);

	private volatile int exitCode;

	/** Whether its end cannot be waited for on another thread. */
	volatile boolean refusesToTellOfItsEnd;

	/** Whether it goes on when it is asked to end. */
	volatile boolean ignoresBeingAsked;

	/** What happens between its end and the return of what has made it end. */
	volatile Runnable whenKilled = () -> {
	};

	FakeProcess() throws IOException {
		this.printed = new PipedInputStream(this.printing, 64 * 1024);
	}

	void print(String text) throws IOException {
		this.printing.write(text.getBytes(StandardCharsets.UTF_8));
		this.printing.flush();
	}

	void end() throws IOException {
		this.printing.close();
	}

	void exit(int code) {
		this.exitCode = code;
		this.over.countDown();
	}

	@Override
	public OutputStream getOutputStream() {
		return OutputStream.nullOutputStream();
	}

	@Override
	public InputStream getInputStream() {
		return InputStream.nullInputStream();
	}

	@Override
	public InputStream getErrorStream() {
		return this.printed;
	}

	@Override
	public int waitFor() throws InterruptedException {
		this.over.await();
		return this.exitCode;
	}

	@Override
	public int exitValue() {
		if (this.over.getCount() > 0) {
			throw new IllegalThreadStateException("It is running");
		}
		return this.exitCode;
	}

	@Override
	public CompletableFuture<Process> onExit() {
		if (this.refusesToTellOfItsEnd) {
			throw new UnsupportedOperationException("It does not say when it ends");
		}
		return super.onExit();
	}

	@Override
	public void destroy() {
		if (!this.ignoresBeingAsked) {
			exit(143);
		}
	}

	@Override
	public Process destroyForcibly() {
		exit(137);
		this.whenKilled.run();
		return this;
	}

	@Override
	public void close() throws IOException {
		end();
	}

}
