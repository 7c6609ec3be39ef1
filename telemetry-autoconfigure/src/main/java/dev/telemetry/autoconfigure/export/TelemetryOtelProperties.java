package dev.telemetry.autoconfigure.export;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

import dev.telemetry.export.OtlpProtocol;

/**
 * What is exported, and where to.
 */
@ConfigurationProperties("telemetry.otel")
public class TelemetryOtelProperties {

	/**
	 * Where spans go. Any of otlp and console, or none alone, which keeps trace ids and
	 * propagation but sends nothing.
	 */
	private List<ExporterType> exporter = List.of(ExporterType.OTLP);

	/**
	 * URL of the OTLP backend, such as http://localhost:4317. Without it, otlp falls back
	 * to console.
	 */
	private @Nullable String endpoint;

	/**
	 * Wire protocol. Told from the endpoint by default: port 4317 is gRPC; port 4318, a
	 * path, or https without a port is HTTP.
	 */
	private @Nullable OtlpProtocol protocol;

	/**
	 * Headers of each request to the backend, for instance for authentication.
	 */
	private Map<String, String> headers = new LinkedHashMap<>();

	/**
	 * Longest time to send a batch, retries included.
	 */
	private Duration timeout = Duration.ofSeconds(10);

	/**
	 * Longest time to connect to the backend.
	 */
	private Duration connectTimeout = Duration.ofSeconds(10);

	/**
	 * Compression of what is sent.
	 */
	private Compression compression = Compression.NONE;

	private final Ssl ssl = new Ssl();

	public List<ExporterType> getExporter() {
		return this.exporter;
	}

	public void setExporter(List<ExporterType> exporter) {
		this.exporter = exporter;
	}

	public @Nullable String getEndpoint() {
		return this.endpoint;
	}

	public void setEndpoint(@Nullable String endpoint) {
		this.endpoint = endpoint;
	}

	public @Nullable OtlpProtocol getProtocol() {
		return this.protocol;
	}

	public void setProtocol(@Nullable OtlpProtocol protocol) {
		this.protocol = protocol;
	}

	public Map<String, String> getHeaders() {
		return this.headers;
	}

	public void setHeaders(Map<String, String> headers) {
		this.headers = headers;
	}

	public Duration getTimeout() {
		return this.timeout;
	}

	public void setTimeout(Duration timeout) {
		this.timeout = timeout;
	}

	public Duration getConnectTimeout() {
		return this.connectTimeout;
	}

	public void setConnectTimeout(Duration connectTimeout) {
		this.connectTimeout = connectTimeout;
	}

	public Compression getCompression() {
		return this.compression;
	}

	public void setCompression(Compression compression) {
		this.compression = compression;
	}

	public Ssl getSsl() {
		return this.ssl;
	}

	/**
	 * An exporter of spans.
	 */
	public enum ExporterType {

		/** The OpenTelemetry Protocol. */
		OTLP,

		/** One line for each span on the standard output. */
		CONSOLE,

		/** Nothing is exported. */
		NONE

	}

	/**
	 * A way to compress requests.
	 */
	public enum Compression {

		/** No compression. */
		NONE,

		/** Gzip. */
		GZIP

	}

	/**
	 * Trust and keys for https.
	 */
	public static class Ssl {

		/**
		 * Name of the SSL bundle for the connection to the backend.
		 */
		private @Nullable String bundle;

		public @Nullable String getBundle() {
			return this.bundle;
		}

		public void setBundle(@Nullable String bundle) {
			this.bundle = bundle;
		}

	}

}
