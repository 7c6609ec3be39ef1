package dev.telemetry.autoconfigure.export;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

import dev.telemetry.autoconfigure.property.HeaderNames;
import dev.telemetry.autoconfigure.property.ListElements;
import dev.telemetry.export.otlp.OtlpProtocol;

/**
 * What is exported, and where to.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
@ConfigurationProperties("telemetry.otel")
public class TelemetryOtelProperties {

	/**
	 * Where spans go. Any of otlp, console, file and stderr, or none alone, which keeps
	 * trace ids and propagation but sends nothing.
	 */
	private List<ExporterType> exporter = List.of(ExporterType.OTLP);

	/**
	 * URL of the OTLP backend, such as http://localhost:4317. Without it, otlp falls back
	 * to console.
	 */
	private @Nullable String endpoint;

	/**
	 * Wire protocol. As in OpenTelemetry's variables, http/protobuf is http. By default,
	 * the endpoint determines it: port 4317 is gRPC; port 4318, a path, or https without
	 * a port is HTTP.
	 */
	private @Nullable Protocol protocol;

	/**
	 * Whether the exporter otlp sends anything. The module telemetry-test switches it
	 * off, so that tests reach no backend unless they ask for it.
	 */
	private boolean network = true;

	/**
	 * Headers of each request to the backend, for instance for authentication. Where they
	 * are named by a variable of the environment, its underscores are hyphens.
	 */
	private Map<String, String> headers = new LinkedHashMap<>();

	/**
	 * Longest time for one attempt to send a batch.
	 */
	private Duration timeout = Duration.ofSeconds(10);

	/**
	 * Longest time to connect to the backend.
	 */
	private Duration connectTimeout = Duration.ofSeconds(10);

	/**
	 * Compression of requests to the backend.
	 */
	private Compression compression = Compression.NONE;

	private final Ssl ssl = new Ssl();

	private final File file = new File();

	public List<ExporterType> getExporter() {
		return this.exporter;
	}

	public void setExporter(List<ExporterType> exporter) {
		this.exporter = ListElements.present(exporter);
	}

	public @Nullable String getEndpoint() {
		return this.endpoint;
	}

	public void setEndpoint(@Nullable String endpoint) {
		this.endpoint = endpoint;
	}

	public @Nullable Protocol getProtocol() {
		return this.protocol;
	}

	public void setProtocol(@Nullable Protocol protocol) {
		this.protocol = protocol;
	}

	public boolean isNetwork() {
		return this.network;
	}

	public void setNetwork(boolean network) {
		this.network = network;
	}

	public Map<String, String> getHeaders() {
		return this.headers;
	}

	public void setHeaders(Map<String, String> headers) {
		this.headers = HeaderNames.hyphenated(headers);
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

	public File getFile() {
		return this.file;
	}

	/**
	 * An exporter of spans.
	 */
	public enum ExporterType {

		/** The OpenTelemetry Protocol. */
		OTLP,

		/** Each trace as a tree on the standard output. */
		CONSOLE,

		/** Files of OTLP JSON, one line for each batch. */
		FILE,

		/**
		 * One line of JSON for each span on the standard error stream, for the process
		 * that has started this one.
		 */
		STDERR,

		/** Nothing is exported. */
		NONE

	}

	/**
	 * A way to speak OTLP.
	 */
	public enum Protocol {

		/** OTLP over gRPC. */
		GRPC(OtlpProtocol.GRPC),

		/** OTLP over HTTP, binary. */
		HTTP(OtlpProtocol.HTTP),

		/** The same, as OpenTelemetry's specification calls it. */
		HTTP_PROTOBUF(OtlpProtocol.HTTP);

		private final OtlpProtocol otlp;

		Protocol(OtlpProtocol otlp) {
			this.otlp = otlp;
		}

		OtlpProtocol otlp() {
			return this.otlp;
		}

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

	/**
	 * The files of the exporter file.
	 */
	public static class File {

		/**
		 * File that spans are written to. When it is full, it gets the time in its name,
		 * and a new one is begun.
		 */
		private String path = "logs/traces.jsonl";

		/**
		 * Size at which a new file is begun.
		 */
		private DataSize maxFileSize = DataSize.ofMegabytes(100);

		/**
		 * Age at which a new file is begun.
		 */
		private Duration maxFileAge = Duration.ofDays(1);

		/**
		 * Number of full files that are kept.
		 */
		private int maxFiles = 10;

		/**
		 * Size of all files together. The oldest are deleted.
		 */
		private DataSize maxTotalSize = DataSize.ofGigabytes(1);

		public String getPath() {
			return this.path;
		}

		public void setPath(String path) {
			this.path = path;
		}

		public DataSize getMaxFileSize() {
			return this.maxFileSize;
		}

		public void setMaxFileSize(DataSize maxFileSize) {
			this.maxFileSize = maxFileSize;
		}

		public Duration getMaxFileAge() {
			return this.maxFileAge;
		}

		public void setMaxFileAge(Duration maxFileAge) {
			this.maxFileAge = maxFileAge;
		}

		public int getMaxFiles() {
			return this.maxFiles;
		}

		public void setMaxFiles(int maxFiles) {
			this.maxFiles = maxFiles;
		}

		public DataSize getMaxTotalSize() {
			return this.maxTotalSize;
		}

		public void setMaxTotalSize(DataSize maxTotalSize) {
			this.maxTotalSize = maxTotalSize;
		}

	}

}
