package dev.telemetry.sample.docs;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.springframework.stereotype.Component;

import dev.telemetry.autoconfigure.client.TelemetryHttpClients;
import dev.telemetry.record.JobTrace;
import dev.telemetry.record.Operation;
import dev.telemetry.record.Recording;
import dev.telemetry.record.TelemetryRecorder;
import dev.telemetry.record.TimedJob;

/**
 * Each way of recording as the pages show it.
 */
@Component
class RecordedWork {

	private final TelemetryRecorder recorder;

	RecordedWork(TelemetryRecorder recorder) {
		this.recorder = recorder;
	}

	int lambda(List<Integer> batches) {
		return this.recorder.job("night", "import").call((job) -> {
			int rows = 0;
			for (int batch : batches) {
				job.measure("batch.rows", batch);
				rows += batch;
			}
			job.attribute("rows", rows).event("imported", Map.of("files", 1));
			return rows;
		});
	}

	void named(String date) {
		this.recorder.job("night", "closing").id("closing-" + date).run((job) -> clean());
	}

	void scope() {
		try (Recording job = this.recorder.job("night", "clean").open()) {
			clean();
			job.succeed();
		}
	}

	private void clean() {
	}

	void byHand(Executor executor) {
		Recording job = this.recorder.job("night", "archive").start();
		executor.execute(() -> {
			try (Scope scope = job.enter()) {
				archive();
				job.succeed();
			}
			catch (RuntimeException ex) {
				job.fail(ex);
			}
		});
	}

	private void archive() {
	}

	void fireAndForget() {
		this.recorder.job("night", "cleanup").trace(JobTrace.NEW).run((job) -> clean());
	}

	@TimedJob(queue = "night", type = "mail", trace = JobTrace.NEW)
	void mail() {
	}

	void afterTheFact(Duration duration, boolean success) {
		this.recorder.job("night", "legacy").record(duration, success);
	}

	void queue(BlockingQueue<?> queue) {
		this.recorder.queueDepth("mails", queue::size);
	}

	CompletableFuture<String> asynchronousCall(Executor executor) {
		return this.recorder.externalCall("warehouse", "reserve")
			.callAsync((call) -> CompletableFuture.supplyAsync(this::reserve, Context.taskWrapping(executor)));
	}

	private String reserve() {
		return "reserved";
	}

	Map<String, String> logContext() {
		return this.recorder.logContext();
	}

	HttpClient jdkClient(TelemetryHttpClients clients) {
		return clients.wrap(HttpClient.newHttpClient(), (request) -> request.method() + " /prices/{item}");
	}

	void message(Context parent) {
		Operation job = this.recorder.job("orders", "pack").startedByMessage();
		Recording recording = job.start(parent);
		recording.succeed();
	}

}
