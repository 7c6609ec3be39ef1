package dev.telemetry.export;

import java.util.List;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadableSpan;
import org.junit.jupiter.api.Test;

import dev.telemetry.Eventually;
import dev.telemetry.health.ExporterHealth;
import dev.telemetry.test.NoTelemetryLeaks;
import dev.telemetry.test.RecordedSpans;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is handed over where there is hardly any stack left may be lost, but nothing that
 * follows.
 */
@NoTelemetryLeaks
class UsedUpStackTests {

	private static final int STACK_BYTES = 256 * 1024;

	private static final int DIVES = 60;

	private static final int DIFFERENT_FRAMES = 40;

	@Test
	void theQueueGoesOnWhereverTheStackOfThoseWhoFillItEnds() throws InterruptedException {
		RecordedSpans exported = new RecordedSpans();
		SpanPipelines pipelines = new SpanPipelines(List.of(ExportTarget.of("recorded", exported)), ExportPath.FAST,
				Context.root());
		List<ReadableSpan> trace = TestTraces.trace(1);
		pipelines.accept(trace);
		exported.await(1);
		Thread diver = new Thread(null, () -> dive(() -> pipelines.accept(trace)), "diver", STACK_BYTES);
		diver.start();
		diver.join(TimeUnit.SECONDS.toMillis(20));
		awaitRest(pipelines);
		long before = health(pipelines).exported();
		pipelines.accept(trace);
		Eventually.until(() -> "one more: " + pipelines, () -> health(pipelines).exported() == before + 1);
		awaitRest(pipelines);
		assertThat(pipelines.shutdown().join(10, TimeUnit.SECONDS).isSuccess()).isTrue();
	}

	private static void awaitRest(SpanPipelines pipelines) {
		Eventually.until(() -> "rest: " + pipelines,
				() -> health(pipelines).queued() == 0 && health(pipelines).isBalanced());
	}

	private static ExporterHealth health(SpanPipelines pipelines) {
		return pipelines.health().get(0);
	}

	private static void dive(Runnable work) {
		for (int i = 0; i < DIVES; i++) {
			shift(i % DIFFERENT_FRAMES, work);
		}
	}

	// Its frames are of another size than those below, so that each dive ends elsewhere.
	private static long shift(int frames, Runnable work) {
		if (frames > 0) {
			return shift(frames - 1, work) + frames;
		}
		deeper(work);
		return 0;
	}

	// As where each call of a recursion has a span, which ends whatever is thrown.
	@SuppressWarnings("InfiniteRecursion")
	private static void deeper(Runnable work) {
		try {
			deeper(work);
		}
		catch (StackOverflowError ex) {
			work.run();
		}
	}

}
