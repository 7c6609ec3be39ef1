package dev.telemetry.export.otlp;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Supplier;

import javax.net.ssl.SSLContext;
import javax.net.ssl.X509TrustManager;

import org.jspecify.annotations.Nullable;

import dev.telemetry.names.ExportRequests;

/**
 * Settings of the connection to an OTLP backend. Immutable.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @param endpoint where to send
 * @param headers headers (metadata for gRPC) of each request; values are secret
 * @param timeout longest time for one batch, retries included
 * @param connectTimeout longest time to connect
 * @param gzip whether requests are compressed
 * @param tls supplies trust and keys for {@code https} each time an exporter is built;
 * {@code null} for those of the JVM
 * @since 0.1.0
 */
public record OtlpSettings(OtlpEndpoint endpoint, Map<String, String> headers, Duration timeout,
		Duration connectTimeout, boolean gzip, @Nullable Supplier<Tls> tls) {

	public OtlpSettings {
		Objects.requireNonNull(endpoint, "endpoint");
		headers = Map.copyOf(headers);
	}

	/**
	 * Returns the same settings for another endpoint.
	 * @param other where to send
	 * @return a copy with that endpoint
	 */
	public OtlpSettings withEndpoint(OtlpEndpoint other) {
		return new OtlpSettings(other, this.headers, this.timeout, this.connectTimeout, this.gzip, this.tls);
	}

	/**
	 * Returns the headers of a request: the configured ones, and one with the user and
	 * password of the URL.
	 */
	Map<String, String> requestHeaders() {
		Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		all.put(ExportRequests.HEADER, ExportRequests.HEADER_VALUE);
		String userInfo = this.endpoint.userInfo();
		if (userInfo != null) {
			byte[] credentials = userInfo.getBytes(StandardCharsets.UTF_8);
			all.put("Authorization", "Basic " + Base64.getEncoder().encodeToString(credentials));
		}
		all.putAll(this.headers);
		return all;
	}

	@Override
	public String toString() {
		return "OtlpSettings[" + this.endpoint + ", headers=" + this.headers.keySet() + ", timeout=" + this.timeout
				+ ", connectTimeout=" + this.connectTimeout + ", gzip=" + this.gzip + ", tls=" + (this.tls != null)
				+ "]";
	}

	/**
	 * Trust and keys for {@code https}.
	 *
	 * @param context the SSL context
	 * @param trustManager the trust manager of that context
	 */
	public record Tls(SSLContext context, X509TrustManager trustManager) {

	}

}
