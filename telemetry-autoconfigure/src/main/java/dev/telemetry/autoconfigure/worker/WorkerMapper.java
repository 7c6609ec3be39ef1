package dev.telemetry.autoconfigure.worker;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

import dev.telemetry.autoconfigure.FailureMode;
import dev.telemetry.autoconfigure.property.PropertyNames;
import dev.telemetry.autoconfigure.property.PropertyRejections;
import dev.telemetry.export.otlp.OtlpEndpoint;
import dev.telemetry.export.otlp.OtlpProtocol;
import dev.telemetry.worker.WorkerSettings;

/**
 * Maps the properties to settings and checks them.
 */
final class WorkerMapper {

	private static final String SIZE = "a size above zero, such as 64KB";

	private static final int LEAST_LINE = 256;

	private static final int MOST_LINE = 16 * 1024 * 1024;

	private final TelemetryWorkerProperties properties;

	private final PropertyRejections rejections;

	private final Environment environment;

	private final FailureMode failureMode;

	WorkerMapper(TelemetryWorkerProperties properties, PropertyRejections rejections, Environment environment,
			FailureMode failureMode) {
		this.properties = properties;
		this.rejections = rejections;
		this.environment = environment;
		this.failureMode = failureMode;
	}

	WorkerSettings settings() {
		for (Map.Entry<String, Double> ratio : this.properties.getSamplingRatio().entrySet()) {
			this.rejections.ratio(name("sampling-ratio[" + ratio.getKey() + "]"), ratio.getValue());
		}
		return new WorkerSettings(maxLineLength(),
				Math.min(1_000_000,
						this.rejections.atLeast(name("max-lines-per-second"), this.properties.getMaxLinesPerSecond(),
								1)),
				this.rejections.atLeast(name("max-queue-size"), this.properties.getMaxQueueSize(), 1, SIZE),
				this.rejections.atLeast(name("max-open-spans"), this.properties.getMaxOpenSpans(), 1),
				this.rejections.atLeast(name("max-events"), this.properties.getMaxEvents(), 1),
				this.rejections.positive(name("drain"), this.properties.getDrain()).toNanos(),
				this.rejections.positive(name("stop-timeout"), this.properties.getStopTimeout()).toNanos(),
				this.properties.isBaggage(), this.failureMode == FailureMode.PROPAGATE, variables(), controlFile());
	}

	private static String name(String property) {
		return TelemetryWorkerProperties.PREFIX + "." + property;
	}

	private int maxLineLength() {
		long bytes = this.properties.getMaxLineLength().toBytes();
		if (bytes < LEAST_LINE || bytes > MOST_LINE) {
			throw this.rejections.reject(name("max-line-length"), "a size from 256B to 16MB, such as 64KB");
		}
		return (int) bytes;
	}

	private WorkerVariables variables() {
		Path file = controlFile();
		String path = (file != null) ? file.toAbsolutePath().toString() : null;
		String own = this.properties.getEndpoint();
		String endpoint = (StringUtils.hasText(own)) ? valid(own)
				: this.environment.getProperty(PropertyNames.ENDPOINT);
		if (this.properties.getBackend() == TelemetryWorkerProperties.Backend.OTLP) {
			return new WorkerVariables("otlp", endpoint, false, path,
					(StringUtils.hasText(own)) ? WorkerVariables.OF_ENDPOINT : WorkerVariables.OF_LINES);
		}
		return new WorkerVariables("stderr", null, true, path, WorkerVariables.OF_LINES);
	}

	private String valid(String endpoint) {
		try {
			if (OtlpEndpoint.of(endpoint, OtlpProtocol.HTTP).userInfo() == null) {
				return endpoint.trim();
			}
		}
		catch (IllegalArgumentException ex) {
			// Rejected below, without the value, which may hold a secret.
		}
		throw this.rejections.rejectSecret(name("endpoint"), "***",
				"an absolute URL without user info, such as http://localhost:4318");
	}

	private @Nullable Path controlFile() {
		String name = this.properties.getControlFile();
		if (!StringUtils.hasText(name)) {
			return null;
		}
		try {
			Path path = Path.of(this.rejections.fileName(name("control-file"), name)).toAbsolutePath();
			if (!Files.isDirectory(path) && path.getParent() != null && Files.isDirectory(path.getParent())) {
				return path;
			}
		}
		catch (InvalidPathException ex) {
			// Said below.
		}
		throw this.rejections.reject(name("control-file"), "the name of a file in a directory that exists");
	}

}
