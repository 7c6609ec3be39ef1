package dev.telemetry.export.otlp;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * An OTLP endpoint: the URL that spans or log records are sent to, and the protocol.
 * Unless the protocol is given, the URL decides: port 4317 means gRPC; port 4318, or any
 * path other than {@code /}, means HTTP; {@code https} without port and path means HTTP;
 * everything else means gRPC. An HTTP URL that does not end in {@code /v1/traces} gets
 * that appended, for log records {@code /v1/logs}.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @param protocol the wire protocol
 * @param uri the complete URL, without user info
 * @param userInfo user and password of the URL as {@code user:password}, decoded; secret
 * @since 0.1.0
 */
public record OtlpEndpoint(OtlpProtocol protocol, URI uri, @Nullable String userInfo) {

	/** Description of a valid endpoint, for error messages. */
	public static final String ALLOWED = "an absolute URL that starts with http:// or https:// and names a host, "
			+ "such as http://localhost:4317";

	private static final int GRPC_PORT = 4317;

	private static final int HTTP_PORT = 4318;

	private static final int MAX_PORT = 65535;

	private static final String TRACES_PATH = "/v1/traces";

	private static final String LOGS_PATH = "/v1/logs";

	private static final Pattern AUTHORITY = Pattern.compile("(?:(.*)@)?(\\[[^]]+]|[^@:\\[\\]]+)(?::(\\d{1,5}))?");

	private static final int USER_INFO_GROUP = 1;

	private static final int HOST_GROUP = 2;

	private static final int PORT_GROUP = 3;

	/**
	 * Parses an endpoint.
	 * @param url absolute {@code http} or {@code https} URL
	 * @param protocol the protocol, or {@code null} to derive it from the URL
	 * @return the endpoint
	 * @throws IllegalArgumentException if the URL is malformed; the message does not
	 * repeat the URL, which may hold a password
	 */
	public static OtlpEndpoint of(String url, @Nullable OtlpProtocol protocol) {
		return of(url, protocol, TRACES_PATH);
	}

	/**
	 * Parses the endpoint of log records. The path of a URL for spans is replaced.
	 * @param url absolute {@code http} or {@code https} URL
	 * @param protocol the protocol, or {@code null} to derive it from the URL
	 * @return the endpoint
	 * @throws IllegalArgumentException if the URL is malformed; the message does not
	 * repeat the URL, which may hold a password
	 */
	public static OtlpEndpoint ofLogs(String url, @Nullable OtlpProtocol protocol) {
		return of(url, protocol, LOGS_PATH);
	}

	private static OtlpEndpoint of(String url, @Nullable OtlpProtocol protocol, String signal) {
		URI uri = parse(url.trim());
		OtlpProtocol resolved = (protocol != null) ? protocol : protocolOf(uri);
		String path = (resolved == OtlpProtocol.HTTP) ? signalPath(uri, signal) : uri.getRawPath();
		return new OtlpEndpoint(resolved, withoutUserInfo(uri, path), userInfo(uri));
	}

	private static URI parse(String url) {
		try {
			URI uri = new URI(url);
			Matcher authority = AUTHORITY.matcher((uri.getRawAuthority() != null) ? uri.getRawAuthority() : "");
			if (!isHttp(uri.getScheme()) || !authority.matches() || !isPort(authority.group(PORT_GROUP))) {
				throw new IllegalArgumentException("'url' must be " + ALLOWED);
			}
			return uri;
		}
		catch (URISyntaxException ex) {
			// The cause would repeat the URL.
			throw new IllegalArgumentException("'url' must be " + ALLOWED);
		}
	}

	private static boolean isHttp(@Nullable String scheme) {
		return "http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme);
	}

	private static boolean isPort(@Nullable String digits) {
		return digits == null || (Integer.parseInt(digits) > 0 && Integer.parseInt(digits) <= MAX_PORT);
	}

	// URI.getHost() and getPort() do not support a host with an underscore, which
	// containers often have.
	private static @Nullable String part(URI uri, int group) {
		Matcher authority = AUTHORITY.matcher(uri.getRawAuthority());
		return (authority.matches()) ? authority.group(group) : null;
	}

	private static int port(URI uri) {
		String port = part(uri, PORT_GROUP);
		return (port != null) ? Integer.parseInt(port) : -1;
	}

	private static OtlpProtocol protocolOf(URI uri) {
		boolean hasPath = !isBlankPath(uri);
		if (port(uri) == GRPC_PORT) {
			return OtlpProtocol.GRPC;
		}
		if (port(uri) == HTTP_PORT || hasPath) {
			return OtlpProtocol.HTTP;
		}
		return ("https".equalsIgnoreCase(uri.getScheme()) && port(uri) == -1) ? OtlpProtocol.HTTP : OtlpProtocol.GRPC;
	}

	private static boolean isBlankPath(URI uri) {
		return uri.getRawPath().isEmpty() || uri.getRawPath().equals("/");
	}

	private static String signalPath(URI uri, String signal) {
		String path = uri.getRawPath();
		while (path.endsWith("/")) {
			path = path.substring(0, path.length() - 1);
		}
		if (path.endsWith(signal)) {
			return path;
		}
		return (signal.equals(LOGS_PATH) && path.endsWith(TRACES_PATH))
				? path.substring(0, path.length() - TRACES_PATH.length()) + signal : path + signal;
	}

	private static URI withoutUserInfo(URI uri, String path) {
		String port = part(uri, PORT_GROUP);
		String query = uri.getRawQuery();
		// OpenTelemetry's exporters accept a scheme in lower case only.
		return URI.create(uri.getScheme().toLowerCase(Locale.ROOT) + "://" + part(uri, HOST_GROUP)
				+ ((port != null) ? ":" + port : "") + path + ((query != null) ? "?" + query : ""));
	}

	private static @Nullable String userInfo(URI uri) {
		String userInfo = part(uri, USER_INFO_GROUP);
		try {
			return (userInfo != null) ? new URI("http://" + userInfo + "@host").getUserInfo() : null;
		}
		catch (URISyntaxException ex) {
			// The cause would repeat the password.
			throw new IllegalArgumentException("'url' must be " + ALLOWED);
		}
	}

	/**
	 * Returns the protocol and the URL for people to read, without user info and query,
	 * which may be secret.
	 */
	@Override
	public String toString() {
		String url = this.uri.toString();
		int query = url.indexOf('?');
		return this.protocol.name().toLowerCase(Locale.ROOT) + " " + ((query >= 0) ? url.substring(0, query) : url);
	}

}
