package dev.telemetry.benchmarks;

import java.util.concurrent.TimeUnit;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What it costs the thread that logs that the line is exported as well: a call with two
 * arguments within a span, with three values in the logging context, and the same with an
 * exception that has a cause and the stack of the benchmark. The console formats the
 * message in any case, and writes nothing.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
public class LogCaptureBenchmark {

	private static final String TRACE_ID = "0af7651916cd43dd8448eb211c80319c";

	private static final String SPAN_ID = "b7ad6b7169203331";

	/** How lines are exported. */
	@Param
	private LogVariant variant = LogVariant.CONSOLE;

	private final LoggerContext loggers = new LoggerContext();

	private final Logger logger = this.loggers.getLogger("com.acme.shop.orders.OrderDesk");

	private final Exception exception = new IllegalStateException("Order failed",
			new IllegalArgumentException("There is no tea"));

	private int order;

	private AutoCloseable export = () -> {
	};

	private io.opentelemetry.context.@Nullable Scope span;

	/**
	 * Sets the logging up.
	 */
	@Setup
	@SuppressWarnings("MustBeClosedChecker")
	public void start() {
		LogbackMDCAdapter context = new LogbackMDCAdapter();
		context.put("trace_id", TRACE_ID);
		context.put("span_id", SPAN_ID);
		context.put("user", "ann");
		this.loggers.setMDCAdapter(context);
		Logger root = this.loggers.getLogger(Logger.ROOT_LOGGER_NAME);
		root.setLevel(Level.INFO);
		Console console = new Console();
		console.setContext(this.loggers);
		console.start();
		root.addAppender(console);
		this.export = this.variant.attach(this.loggers);
		this.span = Span.wrap(SpanContext.create(TRACE_ID, SPAN_ID, TraceFlags.getSampled(), TraceState.getDefault()))
			.makeCurrent();
	}

	/**
	 * Takes it down.
	 * @throws Exception if that fails
	 */
	@TearDown
	public void stop() throws Exception {
		if (this.span != null) {
			this.span.close();
		}
		this.export.close();
		this.loggers.stop();
	}

	/**
	 * Logs a line.
	 */
	@Benchmark
	public void plain() {
		this.logger.info("Order {} of {} placed", this.order++, "tea");
	}

	/**
	 * Logs an exception.
	 */
	@Benchmark
	public void exception() {
		this.logger.error("Order {} failed", this.order++, this.exception);
	}

	/**
	 * Logs what no logger lets through.
	 */
	@Benchmark
	public void disabled() {
		this.logger.debug("Order {} of {} placed", this.order, "tea");
	}

	/**
	 * Formats messages.
	 */
	private static final class Console extends UnsynchronizedAppenderBase<ILoggingEvent> {

		private int written;

		@Override
		protected void append(ILoggingEvent event) {
			this.written += event.getFormattedMessage().length();
		}

		@Override
		public String toString() {
			return "Console[" + this.written + "]";
		}

	}

}
