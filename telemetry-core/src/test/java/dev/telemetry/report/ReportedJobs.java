package dev.telemetry.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.jspecify.annotations.Nullable;

import dev.telemetry.Eventually;
import dev.telemetry.decision.RootDecider;
import dev.telemetry.health.ContextLeaks;
import dev.telemetry.health.InternalFailures;
import dev.telemetry.health.ReportCounts;
import dev.telemetry.health.ReportCounts.Outcome;
import dev.telemetry.health.SamplingCounts;
import dev.telemetry.privacy.Redaction;
import dev.telemetry.record.LogContexts;
import dev.telemetry.record.OperationMeters;
import dev.telemetry.record.OperationRecorder;
import dev.telemetry.record.OperationSettings;
import dev.telemetry.record.RecorderExtensions;
import dev.telemetry.record.SpanScopes;
import dev.telemetry.sampling.HeadSampler;
import dev.telemetry.sampling.SamplingControl;
import dev.telemetry.sampling.SamplingLimits;
import dev.telemetry.sampling.SamplingSettings;
import dev.telemetry.sampling.TailSampler;

/**
 * A recorder whose jobs are reported and whose traces are never kept: there is no
 * exporter, and the ratios are 0.
 */
final class ReportedJobs implements AutoCloseable {

	final ReportCounts counts = new ReportCounts();

	final InternalFailures failures = new InternalFailures();

	final Path directory;

	final JobReports reports;

	final OperationRecorder recorder;

	final Tracer tracer;

	private final SdkTracerProvider provider;

	ReportedJobs(Path directory) {
		this(settings(directory), null, null);
	}

	ReportedJobs(ReportSettings settings, @Nullable Redaction redaction, @Nullable ReportStore store) {
		this(settings, redaction, store, Duration.ofSeconds(20));
	}

	ReportedJobs(ReportSettings settings, @Nullable Redaction redaction, @Nullable ReportStore store,
			Duration closing) {
		this(settings, redaction, store, closing, LateLines.GRACE);
	}

	/**
	 * Jobs whose reports wait for lines of workers as long as it takes.
	 */
	static ReportedJobs waiting(Path directory, Duration grace) {
		return new ReportedJobs(settings(directory), null, null, Duration.ofSeconds(20), grace);
	}

	private ReportedJobs(ReportSettings settings, @Nullable Redaction redaction, @Nullable ReportStore store,
			Duration closing, Duration grace) {
		this.directory = settings.directory();
		this.reports = new JobReports(settings, redaction, store, this.counts, closing, grace);
		TailSampler tail = new TailSampler(
				new SamplingControl(SamplingSettings.builder().ratio(0.0).jobRatio(0.0).build()),
				SamplingLimits.DEFAULT, List::of, new SamplingCounts(), this.failures);
		Sampler sampler = new HeadSampler(tail, null, this.reports);
		this.provider = SdkTracerProvider.builder().setSampler(sampler).addSpanProcessor(this.reports).build();
		this.tracer = this.provider.get("test");
		this.recorder = new OperationRecorder(OpenTelemetrySdk.builder().setTracerProvider(this.provider).build(),
				RootDecider.BY_SAMPLER, OperationMeters.NOOP, SpanScopes.PLAIN, OperationSettings.DEFAULTS,
				LogContexts.NONE, RecorderExtensions.none(this.failures).following(this.reports), false,
				new ContextLeaks(), this.failures);
	}

	static ReportSettings settings(Path directory) {
		return settings(directory, 100_000);
	}

	static ReportSettings settings(Path directory, int maxSpans) {
		return new ReportSettings(directory, Set.of(), maxSpans, Duration.ofDays(30), 1_000);
	}

	Path report(String name) {
		return this.directory.resolve("jobs").resolve(name);
	}

	/**
	 * Waits for all that is to be written.
	 */
	@Override
	public void close() {
		CompletableResultCode result = this.provider.shutdown();
		if (!result.isSuccess()) {
			throw new AssertionError("Not shut down");
		}
		this.reports.close();
	}

	JsonObject summary(String name) {
		return JsonParser.parseString(read(report(name).resolve(ReportFiles.SUMMARY))).getAsJsonObject();
	}

	List<JsonObject> spans(String name) {
		return read(report(name).resolve(ReportFiles.SPANS)).lines()
			.map((line) -> JsonParser.parseString(line).getAsJsonObject())
			.toList();
	}

	List<String> names() {
		return names(this.directory.resolve("jobs"));
	}

	static List<String> names(Path directory) {
		if (!Files.exists(directory)) {
			return List.of();
		}
		try (var files = Files.list(directory)) {
			return files.map((file) -> file.getFileName().toString()).sorted().toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	void awaitWritten(int reports) {
		Eventually.until(() -> reports + " reports, of which there are " + count(Outcome.WRITTEN),
				() -> count(Outcome.WRITTEN) >= reports);
	}

	long count(Outcome outcome) {
		return this.counts.count(outcome);
	}

	static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
