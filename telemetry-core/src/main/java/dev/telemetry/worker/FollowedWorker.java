package dev.telemetry.worker;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;

import dev.telemetry.health.DaemonThread;
import dev.telemetry.health.InternalFailures;
import dev.telemetry.names.WorkerAttributes;
import dev.telemetry.record.Recording;

/**
 * A process whose lines are read on a thread of its own and processed on another one. The
 * worker is over when the process has ended and its lines are processed, or when the time
 * for that is up: a child of the process may keep the stream open.
 */
final class FollowedWorker implements Worker, LineTarget {

	private static final String SHUTDOWN = "shutdown";

	private final Process process;

	private final WorkerIdentity identity;

	private final Recording run;

	private final WorkerTrace trace;

	private final PoolCounts counts;

	private final LineFolding folding;

	private final LineIntake intake;

	private final LineQueue queue;

	private final TextOutput output;

	private final WorkerSettings settings;

	private final InternalFailures failures;

	private final AtomicBoolean closed = new AtomicBoolean();

	private final CountDownLatch over = new CountDownLatch(1);

	private volatile boolean read;

	private volatile boolean exited;

	private volatile boolean killed;

	private volatile long exitNanos;

	FollowedWorker(Process process, WorkerIdentity identity, Recording run, WorkerTrace trace, PoolCounts counts,
			LineFolding folding, LineQueue queue, WorkerTools tools) {
		this.process = process;
		this.identity = identity;
		this.run = run;
		this.trace = trace;
		this.counts = counts;
		this.folding = folding;
		this.queue = queue;
		this.output = tools.output();
		this.settings = tools.folding().settings();
		this.failures = tools.failures();
		this.intake = new LineIntake(this, queue, counts, this.settings);
	}

	/**
	 * Starts to read from the process and to watch for its end.
	 * @param readable whether there is a stream to read
	 */
	@SuppressWarnings("FutureReturnValueIgnored")
	void follow(boolean readable) {
		InputStream stream = (readable) ? this.process.getErrorStream() : null;
		this.counts.running(1);
		try {
			this.process.onExit().whenComplete((process, ex) -> exited());
			read(stream);
		}
		catch (Throwable ex) {
			this.counts.running(-1);
			throw ex;
		}
	}

	private void read(@Nullable InputStream stream) {
		if (stream == null) {
			this.read = true;
			return;
		}
		DaemonThread.of("telemetry-" + this.identity.id(), () -> readAll(stream)).start();
	}

	private void readAll(InputStream stream) {
		try {
			this.intake.readAll(stream);
		}
		catch (IOException ex) {
			// The stream was closed by the application, or by the end of the process.
		}
		catch (Throwable ex) {
			this.failures.report("reading what a worker prints", ex);
		}
		finally {
			this.read = true;
			this.queue.wake();
		}
	}

	private void exited() {
		this.exitNanos = System.nanoTime();
		this.exited = true;
		this.queue.wake();
	}

	@Override
	public void process(byte[] bytes, boolean telemetry, boolean ends) {
		@Nullable LineFate fate = LineFate.FAILED;
		try {
			fate = (telemetry) ? this.folding.fold(bytes) : text(bytes, ends);
		}
		catch (Throwable ex) {
			this.failures.report("folding what a worker prints", ex);
		}
		finally {
			if (fate != null) {
				this.counts.add(fate);
			}
			this.intake.done();
		}
	}

	private LineFate text(byte[] bytes, boolean ends) throws IOException {
		if (isOver()) {
			this.output.text(this.identity.pool(), bytes, ends);
			return LineFate.TEXT;
		}
		try (Scope scope = this.run.enter()) {
			this.output.text(this.identity.pool(), bytes, ends);
		}
		return LineFate.TEXT;
	}

	@Override
	public boolean isEnding() {
		return this.exited && !isOver();
	}

	@Override
	public boolean endIfOver(long nowNanos) {
		if (!this.exited) {
			return false;
		}
		boolean done = this.read && !this.intake.isWaiting();
		if (isOver()) {
			return done;
		}
		if (!done && nowNanos - this.exitNanos < this.settings.lastLinesNanos()) {
			return false;
		}
		end(null);
		return done;
	}

	/**
	 * Ends the worker although the process is running, because the application ends.
	 */
	void endAtShutdown() {
		if (!isOver()) {
			end(SHUTDOWN);
		}
	}

	private void end(@Nullable String error) {
		try {
			String problem = (error != null) ? error : error();
			this.folding.end(problem != null && !problem.equals(SHUTDOWN));
			this.run.attribute(WorkerAttributes.FOLDED.getKey(), this.counts.lines(LineOutcome.FOLDED))
				.attribute(WorkerAttributes.TEXT.getKey(), this.counts.lines(LineOutcome.TEXT))
				.attribute(WorkerAttributes.DROPPED.getKey(), this.counts.lines(LineOutcome.DROPPED))
				.attribute(WorkerAttributes.REJECTED.getKey(), this.counts.lines(LineOutcome.REJECTED));
			endRun(problem);
		}
		catch (Throwable ex) {
			this.failures.report("ending a worker", ex);
		}
		finally {
			this.counts.running(-1);
			this.over.countDown();
		}
	}

	private void endRun(@Nullable String error) {
		if (error == null) {
			this.run.succeed();
			return;
		}
		if (!error.equals(SHUTDOWN)) {
			this.trace.markFailed();
		}
		this.run.fail(error);
	}

	// A process that the application asked to end has not failed, whatever its exit
	// code is.
	private @Nullable String error() {
		int exit = this.process.exitValue();
		this.run.attribute(WorkerAttributes.EXIT_CODE.getKey(), exit);
		if (this.killed) {
			return "killed";
		}
		return (exit == 0 || this.closed.get()) ? null : "exit_code";
	}

	boolean isOver() {
		return this.over.getCount() == 0;
	}

	PoolCounts counts() {
		return this.counts;
	}

	@Override
	public Process process() {
		return this.process;
	}

	@Override
	public String id() {
		return this.identity.id();
	}

	@Override
	public int waitFor() throws InterruptedException {
		int exit = this.process.waitFor();
		awaitEnd();
		return exit;
	}

	@Override
	public void close() {
		if (this.process.isAlive() && this.closed.compareAndSet(false, true)) {
			stop(this.settings.stopNanos());
		}
		boolean interrupted = Thread.interrupted();
		try {
			awaitEnd();
		}
		catch (InterruptedException ex) {
			interrupted = true;
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

	private void stop(long timeoutNanos) {
		if (!ProcessStop.ask(this.process, timeoutNanos)) {
			// Set before the process ends, because other threads read it then.
			this.killed = true;
			ProcessStop.force(this.process, timeoutNanos);
		}
	}

	@SuppressWarnings("ReturnValueIgnored")
	private void awaitEnd() throws InterruptedException {
		this.over.await(this.settings.drainNanos(), TimeUnit.NANOSECONDS);
	}

	@Override
	public String toString() {
		return "Worker{" + this.identity.id() + ", pid=" + this.identity.pid() + "}";
	}

}
