package dev.telemetry.autoconfigure.export;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

import io.opentelemetry.sdk.common.export.RetryPolicy;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

import dev.telemetry.autoconfigure.export.TelemetryOtelProperties.Compression;
import dev.telemetry.autoconfigure.export.TelemetryOtelProperties.ExporterType;
import dev.telemetry.autoconfigure.property.InvalidTelemetryPropertyException;
import dev.telemetry.autoconfigure.property.PropertyNames;
import dev.telemetry.autoconfigure.property.PropertyRejections;
import dev.telemetry.autoconfigure.property.UrlSecrets;
import dev.telemetry.export.disk.FileSettings;
import dev.telemetry.export.local.FileSpanExporter;
import dev.telemetry.export.local.StderrSpanExporter;
import dev.telemetry.export.otlp.LazySpanExporter;
import dev.telemetry.export.otlp.OtlpEndpoint;
import dev.telemetry.export.otlp.OtlpProtocol;
import dev.telemetry.export.otlp.OtlpResponses;
import dev.telemetry.export.otlp.OtlpSettings;
import dev.telemetry.export.otlp.OtlpSpanExporters;

/**
 * Creates exporters from the properties. All mistakes in the properties are found here,
 * at start; the OTLP exporter itself is built later, with the first batch.
 */
final class SpanExporterFactory {

	static final String OTLP_CLASS = "io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporter";

	private static final String LOST_QUERY = "The query of " + PropertyNames.ENDPOINT
			+ " is not sent, because gRPC has none. Set " + PropertyNames.OTEL + "protocol to http, or "
			+ PropertyNames.HEADERS + " in its place.";

	// Placeholder until an endpoint is known.
	private static final OtlpEndpoint NOWHERE = OtlpEndpoint.of("http://localhost", null);

	private static final Pattern HEADER_NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");

	private static final Pattern HEADER_VALUE = Pattern.compile("[\\t\\x20-\\x7e]*");

	private final TelemetryOtelProperties properties;

	private final PropertyRejections rejections;

	private final SslBundles sslBundles;

	private final @Nullable ClassLoader classLoader;

	private final Supplier<SpanExporter> console;

	private final PrintStream stderr;

	private final List<ExporterType> types;

	private final FileSettings fileSettings;

	private final boolean pipelines;

	// All settings but the endpoint.
	private final OtlpSettings transport;

	private final @Nullable OtlpSettings otlpSettings;

	/**
	 * Creates a factory.
	 * @param pipelines whether pipelines are before the exporters, which send batches
	 * again that were refused for now
	 */
	SpanExporterFactory(TelemetryOtelProperties properties, PropertyRejections rejections, SslBundles sslBundles,
			@Nullable ClassLoader classLoader, Supplier<SpanExporter> console, PrintStream stderr, boolean pipelines) {
		this.properties = properties;
		this.rejections = rejections;
		this.sslBundles = sslBundles;
		this.classLoader = classLoader;
		this.console = console;
		this.stderr = stderr;
		this.pipelines = pipelines;
		this.types = checkedTypes();
		this.fileSettings = new DiskMapper(rejections).file(properties.getFile());
		this.transport = transport();
		this.otlpSettings = settings();
	}

	/**
	 * Returns the configured kinds of exporters.
	 * @return {@code none} alone, or a combination of the others
	 */
	List<ExporterType> types() {
		return this.types;
	}

	private List<ExporterType> checkedTypes() {
		List<ExporterType> types = this.properties.getExporter().stream().distinct().toList();
		if (types.isEmpty() || (types.contains(ExporterType.NONE) && types.size() > 1)) {
			throw this.rejections.rejectElement(PropertyNames.EXPORTER, names(types),
					"none alone, or any of otlp, console, file and stderr");
		}
		return types;
	}

	private static String names(List<ExporterType> types) {
		return types.stream().map((type) -> type.name().toLowerCase(Locale.ROOT)).collect(Collectors.joining(","));
	}

	/**
	 * Returns what is wrong with the endpoint or a header although spans can be sent.
	 * @return the problem, or {@code null} if there is none, or if nothing is sent by
	 * OTLP
	 */
	@Nullable String problem() {
		if (!isNetworkOn() || !this.types.contains(ExporterType.OTLP)) {
			return null;
		}
		return (this.otlpSettings != null && isQueryLost(this.otlpSettings.endpoint())) ? LOST_QUERY : headerProblem();
	}

	private static boolean isQueryLost(OtlpEndpoint endpoint) {
		return endpoint.protocol() == OtlpProtocol.GRPC && endpoint.uri().getRawQuery() != null;
	}

	private @Nullable String headerProblem() {
		for (Map.Entry<String, String> header : this.properties.getHeaders().entrySet()) {
			String problem = this.rejections.unresolvedPlaceholder(PropertyNames.HEADERS + "." + header.getKey(),
					header.getValue());
			if (problem != null) {
				return problem + " The backend gets the header as it is.";
			}
		}
		return null;
	}

	boolean isNetworkOn() {
		return this.properties.isNetwork();
	}

	boolean hasEndpoint() {
		return this.otlpSettings != null;
	}

	boolean isOtlpPresent() {
		return ClassUtils.isPresent(OTLP_CLASS, this.classLoader);
	}

	/**
	 * Creates the exporter for the endpoint of the properties.
	 * @param responses receives the answers of the backend
	 */
	LazySpanExporter otlp(OtlpResponses responses) {
		OtlpSettings settings = Objects.requireNonNull(this.otlpSettings, "endpoint");
		LazySpanExporter exporter = new LazySpanExporter(settings.endpoint().toString(), () -> OtlpSpanExporters
			.create(settings, responses, (this.pipelines) ? null : RetryPolicy.getDefault()));
		onSslUpdate(exporter::renew);
		return exporter;
	}

	/**
	 * Registers an action for changes of the SSL bundle, if there is one.
	 */
	void onSslUpdate(Runnable action) {
		String name = this.properties.getSsl().getBundle();
		if (StringUtils.hasText(name)) {
			this.sslBundles.addBundleUpdateHandler(name, (updated) -> action.run());
		}
	}

	SpanExporter console() {
		return this.console.get();
	}

	SpanExporter file() {
		return new FileSpanExporter(this.fileSettings);
	}

	/**
	 * Returns the path of the file of the exporter that {@link #file()} creates.
	 */
	Path filePath() {
		return this.fileSettings.path();
	}

	/**
	 * Creates the exporter to the standard error stream.
	 * @param responses receives the number of missing spans of a batch
	 */
	SpanExporter stderr(OtlpResponses responses) {
		return (this.pipelines) ? new StderrSpanExporter(this.stderr, responses::rejected)
				: new StderrSpanExporter(this.stderr);
	}

	/**
	 * Returns the settings for log records, which are those for spans except for the
	 * endpoint.
	 * @param property property of the endpoint for log records
	 * @param url value of the property, or blank for the endpoint of spans
	 * @return the settings, or {@code null} without an endpoint
	 */
	@Nullable OtlpSettings logSettings(String property, @Nullable String url) {
		if (StringUtils.hasText(url)) {
			return this.transport.withEndpoint(logEndpoint(property, url));
		}
		String spans = this.properties.getEndpoint();
		return (StringUtils.hasText(spans)) ? this.transport.withEndpoint(logEndpoint(PropertyNames.ENDPOINT, spans))
				: null;
	}

	private OtlpEndpoint logEndpoint(String property, String url) {
		try {
			TelemetryOtelProperties.Protocol protocol = this.properties.getProtocol();
			return OtlpEndpoint.ofLogs(url, (protocol != null) ? protocol.otlp() : null);
		}
		catch (IllegalArgumentException ex) {
			throw this.rejections.rejectSecret(property, UrlSecrets.hide(url), OtlpEndpoint.ALLOWED);
		}
	}

	/**
	 * Returns the settings of the file for log records, with the limits of the files for
	 * spans.
	 * @param property property of the path
	 * @param path value of the property
	 */
	FileSettings logFile(String property, String path) {
		return new DiskMapper(this.rejections).file(property, path, this.fileSettings);
	}

	// All settings are checked, even if they are not used without an endpoint.
	private OtlpSettings transport() {
		Supplier<OtlpSettings.Tls> tls = tls();
		Duration timeout = this.rejections.positive(PropertyNames.OTEL + "timeout", this.properties.getTimeout());
		Duration connectTimeout = this.rejections.positive(PropertyNames.OTEL + "connect-timeout",
				this.properties.getConnectTimeout());
		for (Map.Entry<String, String> header : this.properties.getHeaders().entrySet()) {
			checkHeader(header.getKey(), header.getValue());
		}
		return new OtlpSettings(NOWHERE, this.properties.getHeaders(), timeout, connectTimeout,
				this.properties.getCompression() == Compression.GZIP, tls);
	}

	private @Nullable OtlpSettings settings() {
		String url = this.properties.getEndpoint();
		return (StringUtils.hasText(url)) ? this.transport.withEndpoint(endpoint(url)) : null;
	}

	private void checkHeader(String name, String value) {
		if (!HEADER_NAME.matcher(name).matches() || !HEADER_VALUE.matcher(value).matches()) {
			throw this.rejections.rejectSecret(PropertyNames.HEADERS, UrlSecrets.HIDDEN,
					"names of letters, digits and hyphens with values of printable ASCII; '" + name + "' is not");
		}
	}

	private OtlpEndpoint endpoint(String url) {
		try {
			TelemetryOtelProperties.Protocol protocol = this.properties.getProtocol();
			return OtlpEndpoint.of(url, (protocol != null) ? protocol.otlp() : null);
		}
		catch (IllegalArgumentException ex) {
			throw this.rejections.rejectSecret(PropertyNames.ENDPOINT, UrlSecrets.hide(url), OtlpEndpoint.ALLOWED);
		}
	}

	private @Nullable Supplier<OtlpSettings.Tls> tls() {
		String name = this.properties.getSsl().getBundle();
		if (!StringUtils.hasText(name)) {
			return null;
		}
		tls(name);
		return () -> tls(name);
	}

	private OtlpSettings.Tls tls(String name) {
		try {
			return tls(this.sslBundles.getBundle(name));
		}
		catch (InvalidTelemetryPropertyException ex) {
			throw ex;
		}
		catch (NoSuchSslBundleException ex) {
			List<String> names = this.sslBundles.getBundleNames();
			throw this.rejections
				.reject(PropertyNames.OTEL + "ssl.bundle", "the name of an SSL bundle, " + ((names.isEmpty())
						? "and there is none: spring.ssl.bundle defines them" : "one of " + String.join(", ", names)));
		}
		catch (RuntimeException ex) {
			// The message may contain a password.
			throw this.rejections.reject(PropertyNames.OTEL + "ssl.bundle",
					"the name of an SSL bundle whose files can be read, with their passwords");
		}
	}

	private OtlpSettings.Tls tls(SslBundle bundle) {
		SSLContext context = bundle.createSslContext();
		for (TrustManager manager : bundle.getManagers().getTrustManagers()) {
			if (manager instanceof X509TrustManager trustManager) {
				return new OtlpSettings.Tls(context, trustManager);
			}
		}
		throw this.rejections.reject(PropertyNames.OTEL + "ssl.bundle", "an SSL bundle with X.509 trust");
	}

}
