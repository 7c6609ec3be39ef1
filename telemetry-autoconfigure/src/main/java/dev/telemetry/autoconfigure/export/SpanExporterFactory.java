package dev.telemetry.autoconfigure.export;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

import dev.telemetry.autoconfigure.PropertyRejections;
import dev.telemetry.autoconfigure.export.TelemetryOtelProperties.Compression;
import dev.telemetry.autoconfigure.export.TelemetryOtelProperties.ExporterType;
import dev.telemetry.export.ConsoleSpanExporter;
import dev.telemetry.export.LazySpanExporter;
import dev.telemetry.export.OtlpEndpoint;
import dev.telemetry.export.OtlpSettings;
import dev.telemetry.export.OtlpSpanExporters;

/**
 * Turns the properties into exporters. All that can be wrong with the properties is found
 * here, at start; the OTLP exporter itself is built later, with the first batch.
 */
final class SpanExporterFactory {

	private static final Logger logger = LoggerFactory.getLogger(SpanExporterFactory.class);

	private static final String PREFIX = "telemetry.otel.";

	private static final String OTLP_CLASS = "io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporter";

	private static final Pattern HEADER_NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");

	private static final Pattern HEADER_VALUE = Pattern.compile("[\\t\\x20-\\x7e]*");

	private final TelemetryOtelProperties properties;

	private final PropertyRejections rejections;

	private final SslBundles sslBundles;

	private final @Nullable ClassLoader classLoader;

	private final PrintStream console;

	SpanExporterFactory(TelemetryOtelProperties properties, PropertyRejections rejections, SslBundles sslBundles,
			@Nullable ClassLoader classLoader, PrintStream console) {
		this.properties = properties;
		this.rejections = rejections;
		this.sslBundles = sslBundles;
		this.classLoader = classLoader;
		this.console = console;
	}

	/**
	 * Creates the exporters that the properties ask for.
	 * @param otlpExists whether there is an OTLP exporter already, so that one of ours is
	 * needed only for an endpoint of its own
	 * @return the exporters; none if the properties say so
	 */
	List<SpanExporter> create(boolean otlpExists) {
		List<ExporterType> types = this.properties.getExporter().stream().distinct().toList();
		if (types.isEmpty() || (types.contains(ExporterType.NONE) && types.size() > 1)) {
			throw this.rejections.reject(PREFIX + "exporter", "none alone, or any of otlp and console");
		}
		boolean console = types.contains(ExporterType.CONSOLE);
		List<SpanExporter> exporters = new ArrayList<>();
		OtlpSettings settings = settings();
		if (types.contains(ExporterType.OTLP) && !(settings == null && otlpExists)) {
			SpanExporter otlp = otlp(settings);
			if (otlp != null) {
				exporters.add(otlp);
			}
			console = console || otlp == null;
		}
		if (console) {
			exporters.add(new ConsoleSpanExporter(this.console));
		}
		return exporters;
	}

	private @Nullable SpanExporter otlp(@Nullable OtlpSettings settings) {
		if (settings == null) {
			logger.warn("Spans go to the console: telemetry.otel.exporter is otlp, but there is no endpoint. "
					+ "Set telemetry.otel.endpoint (such as http://localhost:4317), "
					+ "or telemetry.otel.exporter to console or none.");
			return null;
		}
		if (!ClassUtils.isPresent(OTLP_CLASS, this.classLoader)) {
			logger.warn("Spans go to the console: telemetry.otel.exporter is otlp, "
					+ "but io.opentelemetry:opentelemetry-exporter-otlp is not on the class path.");
			return null;
		}
		return new LazySpanExporter(settings.endpoint().toString(), () -> OtlpSpanExporters.create(settings));
	}

	// Everything is checked, even what is not used without an endpoint.
	private @Nullable OtlpSettings settings() {
		OtlpSettings.Tls tls = tls();
		Duration timeout = positive("timeout", this.properties.getTimeout());
		Duration connectTimeout = positive("connect-timeout", this.properties.getConnectTimeout());
		this.properties.getHeaders().forEach(this::checkHeader);
		String url = this.properties.getEndpoint();
		return (StringUtils.hasText(url)) ? new OtlpSettings(endpoint(url), this.properties.getHeaders(), timeout,
				connectTimeout, this.properties.getCompression() == Compression.GZIP, tls) : null;
	}

	private void checkHeader(String name, String value) {
		if (!HEADER_NAME.matcher(name).matches() || !HEADER_VALUE.matcher(value).matches()) {
			throw this.rejections.rejectSecret(PREFIX + "headers", "******",
					"names of letters, digits and hyphens with values of printable ASCII; '" + name + "' is not");
		}
	}

	private OtlpEndpoint endpoint(String url) {
		try {
			return OtlpEndpoint.of(url, this.properties.getProtocol());
		}
		catch (IllegalArgumentException ex) {
			throw this.rejections.rejectSecret(PREFIX + "endpoint", withoutSecrets(url), OtlpEndpoint.ALLOWED);
		}
	}

	private static String withoutSecrets(String url) {
		int query = url.indexOf('?');
		String shown = (query >= 0) ? url.substring(0, query) + "?******" : url;
		int at = shown.lastIndexOf('@');
		int scheme = shown.indexOf("://");
		if (at < 0) {
			return shown;
		}
		return ((scheme >= 0 && scheme < at) ? shown.substring(0, scheme + 3) : "") + "******" + shown.substring(at);
	}

	private Duration positive(String name, Duration value) {
		if (value.isNegative() || value.isZero()) {
			throw this.rejections.reject(PREFIX + name, "a duration above zero, such as 10s");
		}
		return value;
	}

	private OtlpSettings.@Nullable Tls tls() {
		String name = this.properties.getSsl().getBundle();
		if (!StringUtils.hasText(name)) {
			return null;
		}
		try {
			return tls(this.sslBundles.getBundle(name));
		}
		catch (NoSuchSslBundleException ex) {
			throw this.rejections.reject(PREFIX + "ssl.bundle",
					"the name of an SSL bundle, one of " + this.sslBundles.getBundleNames());
		}
	}

	private OtlpSettings.Tls tls(SslBundle bundle) {
		SSLContext context = bundle.createSslContext();
		for (TrustManager manager : bundle.getManagers().getTrustManagers()) {
			if (manager instanceof X509TrustManager trustManager) {
				return new OtlpSettings.Tls(context, trustManager);
			}
		}
		throw this.rejections.reject(PREFIX + "ssl.bundle", "an SSL bundle with X.509 trust");
	}

}
