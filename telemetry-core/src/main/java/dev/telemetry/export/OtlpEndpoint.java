package dev.telemetry.export;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * Where spans are sent to, and how. The protocol is told from the URL unless it is given:
 * port 4317 means gRPC; port 4318, or any path other than {@code /}, means HTTP;
 * {@code https} without port and path means HTTP; everything else means gRPC. An HTTP URL
 * that does not end in {@code /v1/traces} gets that appended.
 *
 * @param protocol the wire protocol
 * @param uri the complete URL, without user info
 * @param userInfo user and password of the URL as {@code user:password}, decoded; secret
 */
public record OtlpEndpoint(OtlpProtocol protocol, URI uri, @Nullable String userInfo) {

	/** What a valid endpoint looks like, for error messages. */
	public static final String ALLOWED = "an absolute URL that starts with http:// or https:// and names a host, "
			+ "such as http://localhost:4317";

	private static final int GRPC_PORT = 4317;

	private static final int HTTP_PORT = 4318;

	private static final int MAX_PORT = 65535;

	private static final String TRACES_PATH = "/v1/traces";

	/**
	 * Reads an endpoint.
	 * @param url absolute {@code http} or {@code https} URL
	 * @param protocol the protocol, or {@code null} to tell it from the URL
	 * @return the endpoint
	 * @throws IllegalArgumentException if the URL is malformed; the message does not
	 * repeat the URL, which may hold a password
	 */
	public static OtlpEndpoint of(String url, @Nullable OtlpProtocol protocol) {
		URI uri = parse(url.trim());
		OtlpProtocol resolved = (protocol != null) ? protocol : protocolOf(uri);
		String path = (resolved == OtlpProtocol.HTTP) ? tracesPath(uri) : uri.getRawPath();
		return new OtlpEndpoint(resolved, withoutUserInfo(uri, path), uri.getUserInfo());
	}

	private static URI parse(String url) {
		try {
			URI uri = new URI(url);
			String scheme = (uri.getScheme() != null) ? uri.getScheme().toLowerCase(Locale.ROOT) : "";
			if ((!scheme.equals("http") && !scheme.equals("https")) || uri.getHost() == null || uri.getPort() > MAX_PORT
					|| uri.getPort() == 0) {
				throw new IllegalArgumentException("'url' must be " + ALLOWED);
			}
			return uri;
		}
		catch (URISyntaxException ex) {
			// The cause would repeat the URL.
			throw new IllegalArgumentException("'url' must be " + ALLOWED);
		}
	}

	private static OtlpProtocol protocolOf(URI uri) {
		boolean hasPath = !isBlankPath(uri);
		if (uri.getPort() == GRPC_PORT) {
			return OtlpProtocol.GRPC;
		}
		if (uri.getPort() == HTTP_PORT || hasPath) {
			return OtlpProtocol.HTTP;
		}
		return ("https".equalsIgnoreCase(uri.getScheme()) && uri.getPort() == -1) ? OtlpProtocol.HTTP
				: OtlpProtocol.GRPC;
	}

	private static boolean isBlankPath(URI uri) {
		return uri.getRawPath().isEmpty() || uri.getRawPath().equals("/");
	}

	private static String tracesPath(URI uri) {
		String path = uri.getRawPath();
		while (path.endsWith("/")) {
			path = path.substring(0, path.length() - 1);
		}
		return path.endsWith(TRACES_PATH) ? path : path + TRACES_PATH;
	}

	private static URI withoutUserInfo(URI uri, String path) {
		StringBuilder url = new StringBuilder(uri.getScheme()).append("://").append(uri.getHost());
		if (uri.getPort() != -1) {
			url.append(':').append(uri.getPort());
		}
		url.append(path);
		if (uri.getRawQuery() != null) {
			url.append('?').append(uri.getRawQuery());
		}
		return URI.create(url.toString());
	}

	@Override
	public String toString() {
		return this.protocol.name().toLowerCase(Locale.ROOT) + " " + this.uri;
	}

}
