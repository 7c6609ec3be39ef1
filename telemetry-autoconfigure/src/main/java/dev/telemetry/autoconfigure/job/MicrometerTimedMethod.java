package dev.telemetry.autoconfigure.job;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

import io.micrometer.core.annotation.Timed;
import io.micrometer.core.instrument.LongTaskTimer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import dev.telemetry.health.InternalFailures;
import dev.telemetry.record.CompletionCause;

/**
 * Times each call of a method as {@link Timed} says, with the tags that Micrometer's own
 * aspect has: class, method and exception.
 */
final class MicrometerTimedMethod implements TimedMethod {

	private static final String DEFAULT_NAME = "method.timed";

	private final Set<Timed> timed;

	private final Tags tags;

	private final Supplier<MeterRegistry> registry;

	private final Supplier<InternalFailures> failures;

	MicrometerTimedMethod(Set<Timed> timed, Method method, Supplier<MeterRegistry> registry,
			Supplier<InternalFailures> failures) {
		this.timed = timed;
		this.tags = Tags.of("class", method.getDeclaringClass().getName(), "method", method.getName());
		this.registry = registry;
		this.failures = failures;
	}

	@Override
	public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
		List<Running> running = start();
		try {
			Object result = invocation.proceed();
			if (result instanceof CompletionStage<?> stage) {
				stopWith(stage, running);
			}
			else {
				stop(running, null);
			}
			return result;
		}
		catch (Throwable ex) {
			stop(running, ex);
			throw ex;
		}
	}

	private void stopWith(CompletionStage<?> stage, List<Running> running) {
		try {
			stage.whenComplete((value, ex) -> stop(running, ex));
		}
		catch (Throwable ex) {
			this.failures.get().report("following an asynchronous method", ex);
			stop(running, null);
		}
	}

	private List<Running> start() {
		List<Running> running = new ArrayList<>(this.timed.size());
		try {
			MeterRegistry registry = this.registry.get();
			for (Timed timed : this.timed) {
				running.add((timed.longTask()) ? startLong(timed, registry) : startShort(timed, registry));
			}
		}
		catch (Throwable ex) {
			this.failures.get().report("starting the timer of a method", ex);
		}
		return running;
	}

	private Running startLong(Timed timed, MeterRegistry registry) {
		LongTaskTimer.Sample sample = LongTaskTimer.builder(timed).tags(this.tags).register(registry).start();
		return (exception) -> sample.stop();
	}

	private Running startShort(Timed timed, MeterRegistry registry) {
		Timer.Sample sample = Timer.start(registry);
		return (exception) -> sample
			.stop(Timer.builder(timed, DEFAULT_NAME).tags(this.tags).tag("exception", exception).register(registry));
	}

	private void stop(List<Running> running, @Nullable Throwable thrown) {
		Throwable cause = CompletionCause.of(thrown);
		String exception = (cause != null) ? cause.getClass().getSimpleName() : "none";
		for (Running timer : running) {
			try {
				timer.stop(exception);
			}
			catch (Throwable ex) {
				this.failures.get().report("timing a method", ex);
			}
		}
	}

	private interface Running {

		void stop(String exception);

	}

}
